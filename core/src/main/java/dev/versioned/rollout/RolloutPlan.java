package dev.versioned.rollout;

import dev.versioned.internal.PlainText;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionRef;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The version, the steps and the policy of a rollout. Immutable.
 *
 * @param version the version that gets the traffic
 * @param strategy the steps
 * @param notEnoughData what to do when the gate has not enough data
 * @param gate the name of the gate that a ticker asks; {@link #NO_GATE} if none is to be asked;
 *     empty if only the process that started the rollout has its gate
 * @param approver who may approve at the weights at which the strategy waits
 */
public record RolloutPlan(
    VersionNumber version,
    RolloutStrategy strategy,
    NotEnoughDataPolicy notEnoughData,
    String gate,
    Approver approver) {
  /** The name that says that no gate judges the new version: only time passes between steps. */
  public static final String NO_GATE = "none";

  private static final Pattern GATE = Pattern.compile("[!-~]{0,256}");

  /**
   * Validates the plan.
   *
   * @param version the version that gets the traffic
   * @param strategy the steps
   * @param notEnoughData what to do when the gate has not enough data
   * @param gate the name of the gate that a ticker asks; {@link #NO_GATE} if none is to be asked;
   *     empty if only the process that started the rollout has its gate
   * @param approver who may approve at the weights at which the strategy waits
   * @throws IllegalArgumentException if the gate's name is longer than 256 characters, or has
   *     others than printable ASCII without spaces, or another approver is demanded and the
   *     strategy waits for no approval
   */
  public RolloutPlan {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(strategy, "strategy");
    // rule: null-is-no-argument
    Objects.requireNonNull(notEnoughData, "notEnoughData");
    Objects.requireNonNull(gate, "gate");
    Objects.requireNonNull(approver, "approver");
    if (!GATE.matcher(gate).matches()) {
      throw new IllegalArgumentException(
          "Cannot use '"
              + PlainText.escape(gate)
              + "' as the name of a gate: it must have at most 256 printable ASCII characters, and no"
              + " space");
    }
    if (approver == Approver.ANOTHER && strategy.waits().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot demand an approval in a rollout by "
              + strategy
              + ": it waits at no weight; add one, such as "
              + strategy.waitAt(strategy.weight(1)));
    }
  }

  /**
   * Makes a plan that anyone may approve.
   *
   * @param version the version that gets the traffic
   * @param strategy the steps
   * @param notEnoughData what to do when the gate has not enough data
   * @param gate the name of the gate that a ticker asks; {@link #NO_GATE} if none is to be asked;
   *     empty if only the process that started the rollout has its gate
   * @throws IllegalArgumentException if the gate's name is longer than 256 characters, or has
   *     others than printable ASCII without spaces
   */
  public RolloutPlan(
      VersionNumber version,
      RolloutStrategy strategy,
      NotEnoughDataPolicy notEnoughData,
      String gate) {
    this(version, strategy, notEnoughData, gate, Approver.ANYONE);
  }

  /** Who may approve a rollout at the weights at which it waits. */
  public enum Approver {
    /** Anyone who may move the alias. */
    ANYONE,
    /** Any actor except the one who started the rollout. */
    ANOTHER
  }

  /**
   * Plans a rollout that waits for data for an hour at most before it goes back.
   *
   * @param version the version that gets the traffic
   * @param strategy the steps
   * @return the plan
   * @throws IllegalArgumentException if it is {@code $LATEST}, which is never rolled out
   */
  public static RolloutPlan of(VersionRef version, RolloutStrategy strategy) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(strategy, "strategy");
    if (!(version.id() instanceof VersionNumber number)) {
      throw new IllegalArgumentException(
          "Cannot roll out "
              + version
              + ": publish it first, only numbered versions are rolled out");
    }
    return new RolloutPlan(
        number, strategy, NotEnoughDataPolicy.waitAtMost(Duration.ofHours(1)), "");
  }

  /**
   * Returns this plan with another policy for not enough data.
   *
   * @param policy what to do when the gate has not enough data
   * @return the changed plan
   */
  public RolloutPlan withNotEnoughData(NotEnoughDataPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return new RolloutPlan(version, strategy, policy, gate, approver);
  }

  /**
   * Returns this plan with the name of its gate, so that a {@link dev.versioned.RolloutTicker} in
   * another process knows which gate to ask. A ticker that has no gate of this name leaves the
   * rollout as it is. Whoever calls {@link dev.versioned.RolloutHandle#tick} passes a gate of their
   * own; the name is not compared.
   *
   * @param name the gate's name
   * @return the changed plan
   * @throws IllegalArgumentException if the name is empty, is longer than 256 characters, or has
   *     others than printable ASCII without spaces
   */
  public RolloutPlan withGate(String name) {
    Objects.requireNonNull(name, "name");
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot use an empty name for a gate: name it, or write " + NO_GATE + " for no gate");
    }
    return new RolloutPlan(version, strategy, notEnoughData, name, approver);
  }

  /**
   * Returns this plan without a gate: any ticker makes its steps when they are due, and promotes
   * the version, without asking anything about its health.
   *
   * @return the changed plan
   */
  public RolloutPlan withoutGate() {
    return withGate(NO_GATE);
  }

  /**
   * Returns this plan with the demand that another actor approves than the one who started the
   * rollout. An actor is who the caller says they are ({@link dev.versioned.AliasUpdate#by}, {@link
   * dev.versioned.RepositorySettings#actor}): this prevents mistakes, and no attack.
   *
   * @return the changed plan
   * @throws IllegalArgumentException if the strategy waits at no weight
   */
  public RolloutPlan withApprovalByAnother() {
    return new RolloutPlan(version, strategy, notEnoughData, gate, Approver.ANOTHER);
  }
}
