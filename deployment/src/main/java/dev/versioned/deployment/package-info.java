/** Runs the versions that an alias routes to, inside this process. */
@NullMarked
package dev.versioned.deployment;

import org.jspecify.annotations.NullMarked;
