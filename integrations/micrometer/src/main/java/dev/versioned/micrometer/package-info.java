/** Meters for Micrometer. */
@NullMarked
package dev.versioned.micrometer;

import org.jspecify.annotations.NullMarked;
