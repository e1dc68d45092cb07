/** The values that the library takes and returns, and the exceptions that it throws. */
@NullMarked
package dev.versioned.model;

import org.jspecify.annotations.NullMarked;
