/** Starts, steers and ticks rollouts. */
@NullMarked
package dev.versioned.internal.rollout;

import org.jspecify.annotations.NullMarked;
