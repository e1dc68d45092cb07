/**
 * Health gates for rollouts.
 *
 * <p>{@link dev.versioned.gates.CloudWatchAlarms}, {@link dev.versioned.gates.PrometheusQuery} and
 * {@link dev.versioned.gates.HttpCheck} ask another system for its judgement. {@link
 * dev.versioned.gates.OutcomeGate} compares the new version's requests with the old one's, by tests
 * whose error rate holds although they are repeated at every tick.
 */
@NullMarked
package dev.versioned.gates;

import org.jspecify.annotations.NullMarked;
