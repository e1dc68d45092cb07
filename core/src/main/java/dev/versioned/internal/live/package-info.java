/** Follows aliases, for routing in memory. */
@NullMarked
package dev.versioned.internal.live;

import org.jspecify.annotations.NullMarked;
