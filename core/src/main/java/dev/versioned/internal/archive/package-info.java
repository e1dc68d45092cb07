/** Exports, imports and copies of artifacts. */
@NullMarked
package dev.versioned.internal.archive;

import org.jspecify.annotations.NullMarked;
