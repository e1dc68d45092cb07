/**
 * Rollouts: moving an alias from one version to another in timed steps, watched by a health gate.
 *
 * <p>Start at {@link dev.versioned.RolloutHandle}, which {@link
 * dev.versioned.AliasHandle#rollout()} returns, and at {@link
 * dev.versioned.rollout.RolloutStrategy}. The state of a rollout is stored in the alias itself, so
 * that any process may make the next step; {@link dev.versioned.RolloutDriver} is a thread that
 * does.
 */
@NullMarked
package dev.versioned.rollout;

import org.jspecify.annotations.NullMarked;
