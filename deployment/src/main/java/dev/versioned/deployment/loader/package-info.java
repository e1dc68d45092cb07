/** Loaders: what a version is, once it is in this process. */
@NullMarked
package dev.versioned.deployment.loader;

import org.jspecify.annotations.NullMarked;
