/** Downloads: ranges, part files, verification. */
@NullMarked
package dev.versioned.internal.transfer;

import org.jspecify.annotations.NullMarked;
