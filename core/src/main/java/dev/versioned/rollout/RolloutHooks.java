package dev.versioned.rollout;

import java.util.Objects;

/**
 * Hooks that run before and after the traffic moves, as CodeDeploy's {@code BeforeAllowTraffic} and
 * {@code AfterAllowTraffic}. A hook that throws rolls the rollout back. Immutable.
 *
 * @param beforeTraffic runs before the first step
 * @param afterTraffic runs after the last step and the bake time, before the rollout counts as
 *     promoted
 */
public record RolloutHooks(RolloutHook beforeTraffic, RolloutHook afterTraffic) {
  /**
   * Makes the value.
   *
   * @param beforeTraffic runs before the first step
   * @param afterTraffic runs after the last step and the bake time, before the rollout counts as
   *     promoted
   */
  public RolloutHooks {
    Objects.requireNonNull(beforeTraffic, "beforeTraffic");
    Objects.requireNonNull(afterTraffic, "afterTraffic");
  }

  /**
   * Returns no hooks.
   *
   * @return hooks that do nothing
   */
  public static RolloutHooks none() {
    return new RolloutHooks(status -> {}, status -> {});
  }

  /**
   * Returns these hooks with another one before the traffic.
   *
   * @param hook runs before the first step
   * @return the changed hooks
   */
  public RolloutHooks withBeforeTraffic(RolloutHook hook) {
    Objects.requireNonNull(hook, "hook");
    return new RolloutHooks(hook, afterTraffic);
  }

  /**
   * Returns these hooks with another one after the traffic.
   *
   * @param hook runs after the last step and the bake time
   * @return the changed hooks
   */
  public RolloutHooks withAfterTraffic(RolloutHook hook) {
    Objects.requireNonNull(hook, "hook");
    return new RolloutHooks(beforeTraffic, hook);
  }
}
