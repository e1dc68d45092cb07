/** The services of one repository, wired together. */
@NullMarked
package dev.versioned.internal.engine;

import org.jspecify.annotations.NullMarked;
