/**
 * An AWS Lambda function that ticks rollouts, prunes, collects and checks: {@link
 * dev.versioned.ticker.TickerHandler}. Its gates are the {@link dev.versioned.rollout.HealthGates}
 * that {@link java.util.ServiceLoader} finds.
 */
@NullMarked
package dev.versioned.ticker;

import org.jspecify.annotations.NullMarked;
