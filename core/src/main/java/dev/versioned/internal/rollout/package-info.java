/** Decides what a tick of a rollout does, and does it. */
@NullMarked
package dev.versioned.internal.rollout;

import org.jspecify.annotations.NullMarked;
