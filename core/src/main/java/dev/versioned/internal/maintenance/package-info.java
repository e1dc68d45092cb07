/** Finds garbage and violations. */
@NullMarked
package dev.versioned.internal.maintenance;

import org.jspecify.annotations.NullMarked;
