package dev.versioned.rollout;

/**
 * Runs before or after the traffic moves: a warm-up, a smoke test, a notice.
 *
 * <p>Called by the tick, at least once: again if the tick fails or another one makes the step, and
 * in several processes if they tick at the same time. Make it idempotent.
 */
@FunctionalInterface
public interface RolloutHook {

  /**
   * * Runs the hook.
   *
   * @param status which rollout, and how far it is
   * @throws Exception if the rollout must roll back
   */
  void run(RolloutStatus status) throws Exception;
}
