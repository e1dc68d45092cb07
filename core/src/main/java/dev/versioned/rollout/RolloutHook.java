package dev.versioned.rollout;

/**
 * What is to be done before or after the traffic moves: a warm-up, a smoke test, a notice.
 *
 * <p>Runs in the tick, at least once: again if the tick fails or is not the one that makes the
 * step, and in several processes if they tick at the same time. Write it so that this does no harm.
 */
@FunctionalInterface
public interface RolloutHook {

  /**
   * Does it.
   *
   * @param status which rollout, and how far it is
   * @throws Exception if the rollout is to go back
   */
  void run(RolloutStatus status) throws Exception;
}
