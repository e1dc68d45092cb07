package dev.versioned.rollout;

import dev.versioned.model.Routing;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A rollout at one revision of its alias, which stores it: all that the next step needs. Immutable.
 *
 * <p>Its state and its step determine the routing of the alias. Until the rollout is promoted, the
 * version before stays the primary, so that it cannot be deleted while the rollout may still roll
 * back.
 *
 * @param id distinguishes this rollout from any other
 * @param plan the version, the strategy and the policy
 * @param from the target of all traffic before
 * @param fromRevision the revision of the alias that introduced the routing before
 * @param fromRollbackRevision the revision that a rollback would have restored before; 0 if none
 * @param state its state
 * @param step how many steps were made, 0 before the first
 * @param dueAt when the next step is due, or the bake time is over; while paused, when it was
 * @param startedAt when it was started
 * @param changedAt when it reached this state or step
 * @param reason why it was rolled back or superseded; empty otherwise
 * @param startedBy the actor who started it
 * @param approvedStep the last step whose wait was approved; 0 if none
 */
public record Rollout(
    String id,
    RolloutPlan plan,
    Target from,
    long fromRevision,
    long fromRollbackRevision,
    State state,
    int step,
    Instant dueAt,
    Instant startedAt,
    Instant changedAt,
    String reason,
    String startedBy,
    int approvedStep) {

  /**
   * Validates the rollout.
   *
   * @param id distinguishes this rollout from any other
   * @param plan the version, the strategy and the policy
   * @param from the target of all traffic before
   * @param fromRevision the revision of the alias that introduced the routing before
   * @param fromRollbackRevision the revision that a rollback would have restored before; 0 if none
   * @param state its state
   * @param step how many steps were made, 0 before the first
   * @param dueAt when the next step is due, or the bake time is over; while paused, when it was
   * @param startedAt when it was started
   * @param changedAt when it reached this state or step
   * @param reason why it was rolled back or superseded; empty otherwise
   * @param startedBy the actor who started it
   * @param approvedStep the last step whose wait was approved; 0 if none
   * @throws IllegalArgumentException if the strategy has fewer than {@code step} steps, a step was
   *     approved that was not made, or the version is the one that had all traffic before
   */
  public Rollout {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(dueAt, "dueAt");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(changedAt, "changedAt");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(startedBy, "startedBy");
    // rule: rollout-has-two-versions
    if (from.equals(plan.version())) {
      throw new IllegalArgumentException(
          "Cannot roll out version " + plan.version() + " from itself: it has all traffic already");
    }
    if (step < 0 || step > plan.strategy().steps()) {
      throw new IllegalArgumentException(
          "Cannot be at step "
              + step
              + " of "
              + plan.strategy()
              + ", which has "
              + plan.strategy().steps());
    }
    if (approvedStep < 0 || approvedStep > step) {
      throw new IllegalArgumentException(
          "Cannot be approved at step " + approvedStep + ": " + step + " steps were made");
    }
  }

  /** The state of a rollout. */
  public enum State {
    /** Steps are being made. */
    RUNNING,
    /** All traffic goes to the new version, which is watched. */
    BAKING,
    /** No step is made until it is resumed. It still rolls back if the new version is unhealthy. */
    PAUSED,
    /** Over: the new version has all traffic. */
    PROMOTED,
    /** Over: the version before has all traffic again. */
    ROLLED_BACK,
    /** Over: another move of the alias ended it. */
    SUPERSEDED
  }

  /**
   * Returns whether the rollout has ended.
   *
   * @return true if it is promoted, rolled back or superseded
   */
  public boolean isOver() {
    return state == State.PROMOTED || state == State.ROLLED_BACK || state == State.SUPERSEDED;
  }

  /**
   * Returns the share of the traffic that this state gives to the new version.
   *
   * @return 0 % before the first step and after a rollback, 100 % after the last step
   * @throws IllegalStateException if the rollout was superseded: the routing of the alias is then
   *     not the rollout's
   */
  public Weight weight() {
    return switch (state) {
      case RUNNING, BAKING, PAUSED ->
          step == 0 ? Weight.basisPoints(0) : plan.strategy().weight(step);
      case PROMOTED -> Weight.basisPoints(Weight.FULL);
      case ROLLED_BACK -> Weight.basisPoints(0);
      case SUPERSEDED ->
          throw new IllegalStateException(
              "Cannot return the weight of rollout " + id + ": the alias was moved by other means");
    };
  }

  /**
   * Returns the routing that the alias must have.
   *
   * @return the routing that belongs to this state and step
   * @throws IllegalStateException if the rollout was superseded
   */
  public Routing routing() {
    Weight weight = weight();
    if (state == State.PROMOTED) {
      return Routing.to(plan.version());
    } else if (state == State.ROLLED_BACK) {
      return Routing.to(from);
    } else if (from instanceof VersionNumber number) {
      return Routing.split(number, plan.version(), weight);
    }
    // $LATEST is never split: such a rollout has only one step.
    return Routing.to(step == 0 ? from : plan.version());
  }

  /**
   * Returns whether the rollout has reached a weight at which it waits for an approval, and has
   * none. It then makes no step, and is not promoted, until {@link
   * dev.versioned.RolloutHandle#approve}; it still rolls back if the new version is unhealthy.
   *
   * @return true if an approval is missing, also while it is paused
   */
  public boolean isAwaitingApproval() {
    return !isOver() && approvedStep < step && plan.strategy().isWaitAfter(step);
  }

  /**
   * Returns the weights at which the rollout still has to be approved: the present one, if it waits
   * there, and those of later steps.
   *
   * @return the weights, lowest first; none if the rollout is over
   */
  public List<Weight> missingApprovals() {
    if (isOver()) {
      return List.of();
    }
    int first = isAwaitingApproval() ? step : step + 1;
    return IntStream.rangeClosed(first, plan.strategy().steps())
        .filter(plan.strategy()::isWaitAfter)
        .mapToObj(plan.strategy()::weight)
        .toList();
  }

  /**
   * Returns whether the last step was made.
   *
   * @return true if all traffic goes to the new version, or went there before the end
   */
  public boolean isFull() {
    return step == plan.strategy().steps();
  }
}
