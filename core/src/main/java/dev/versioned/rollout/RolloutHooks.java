package dev.versioned.rollout;

import java.util.Objects;

/**
 * Hooks that run before and after the traffic moves, as CodeDeploy's {@code BeforeAllowTraffic} and
 * {@code AfterAllowTraffic}, and before and after each step. A hook that throws rolls the rollout
 * back. Immutable.
 *
 * <p>All hooks run in the tick that makes the next move, before it: after the first step the hooks
 * of that step run when the second one is due. So a process that dies between a hook and the move
 * leaves the rollout where it was, and the next tick runs the hooks of that move again, from the
 * first. Hooks do not run in an advance by hand, nor while the alias is frozen.
 *
 * @param beforeTraffic runs before the first step
 * @param afterTraffic runs after the last step and the bake time, before the rollout counts as
 *     promoted
 * @param beforeStep runs before each step, the first one included
 * @param afterStep runs after each step and its interval, before the next step; after the last
 *     step, at the end of the bake time
 */
public record RolloutHooks(
    RolloutHook beforeTraffic,
    RolloutHook afterTraffic,
    RolloutHook beforeStep,
    RolloutHook afterStep) {
  private static final RolloutHook NOTHING = status -> {};

  /**
   * Makes the value.
   *
   * @param beforeTraffic runs before the first step
   * @param afterTraffic runs after the last step and the bake time, before the rollout counts as
   *     promoted
   * @param beforeStep runs before each step
   * @param afterStep runs after each step and its interval, or the bake time
   */
  public RolloutHooks {
    Objects.requireNonNull(beforeTraffic, "beforeTraffic");
    Objects.requireNonNull(afterTraffic, "afterTraffic");
    Objects.requireNonNull(beforeStep, "beforeStep");
    Objects.requireNonNull(afterStep, "afterStep");
  }

  /**
   * Makes hooks around the whole rollout.
   *
   * @param beforeTraffic runs before the first step
   * @param afterTraffic runs after the last step and the bake time, before the rollout counts as
   *     promoted
   */
  public RolloutHooks(RolloutHook beforeTraffic, RolloutHook afterTraffic) {
    this(beforeTraffic, afterTraffic, NOTHING, NOTHING);
  }

  /**
   * Returns no hooks.
   *
   * @return hooks that do nothing
   */
  public static RolloutHooks none() {
    return new RolloutHooks(NOTHING, NOTHING);
  }

  /**
   * Returns these hooks with another one before the traffic.
   *
   * @param hook runs before the first step
   * @return the changed hooks
   */
  public RolloutHooks withBeforeTraffic(RolloutHook hook) {
    Objects.requireNonNull(hook, "hook");
    return new RolloutHooks(hook, afterTraffic, beforeStep, afterStep);
  }

  /**
   * Returns these hooks with another one after the traffic.
   *
   * @param hook runs after the last step and the bake time
   * @return the changed hooks
   */
  public RolloutHooks withAfterTraffic(RolloutHook hook) {
    Objects.requireNonNull(hook, "hook");
    return new RolloutHooks(beforeTraffic, hook, beforeStep, afterStep);
  }

  /**
   * Returns these hooks with another one before each step. The status that it receives is the one
   * before the step: {@code strategy().weight(step() + 1)} is the weight to come. Before the first
   * step it runs after {@link #beforeTraffic()}.
   *
   * @param hook runs before each step
   * @return the changed hooks
   */
  public RolloutHooks withBeforeStep(RolloutHook hook) {
    Objects.requireNonNull(hook, "hook");
    return new RolloutHooks(beforeTraffic, afterTraffic, hook, afterStep);
  }

  /**
   * Returns these hooks with another one after each step. The status that it receives has the
   * weight of the step. It runs before the {@link #beforeStep()} of the next step, and before
   * {@link #afterTraffic()}.
   *
   * @param hook runs after each step and its interval, or the bake time
   * @return the changed hooks
   */
  public RolloutHooks withAfterStep(RolloutHook hook) {
    Objects.requireNonNull(hook, "hook");
    return new RolloutHooks(beforeTraffic, afterTraffic, beforeStep, hook);
  }
}
