package dev.versioned;

import dev.versioned.internal.alias.ChangeRequest;
import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.read.PassedVersions;
import dev.versioned.internal.rollout.RolloutMover;
import dev.versioned.model.AliasName;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionRef;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutHooks;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.rollout.TickResult;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

// Over 300 lines: a line or two of code per operation, the rest is Javadoc.
/**
 * Starts, drives and ends rollouts of one alias.
 *
 * <p>The whole state of a rollout is stored in the alias itself, and each step is one move of the
 * alias, fenced by its revision. So any process may call {@link #tick}, such as a thread, a cron
 * job or a Lambda function. Ticks may be repeated, late, or concurrent: at most one step is made.
 * Without ticks, the traffic stays as it is. Any other move of the alias ends the rollout; a change
 * of its description does not.
 *
 * <p>A rollout counts as one change for {@link dev.versioned.AliasHandle#rollback()}: during the
 * rollout, after it, and after another move that ended it, a rollback restores the routing before
 * the rollout.
 *
 * <p>The clock of the ticking process determines whether a step is due: clocks that differ by some
 * seconds make an interval shorter or longer by as much.
 *
 * <p>While the alias is {@linkplain AliasHandle#freeze frozen}, ticks wait, except that an
 * unhealthy version is rolled back; starting, advancing and aborting throw {@link
 * dev.versioned.model.MoveRefusedException}, unless the update {@linkplain AliasUpdate#breakFreeze
 * breaks the freeze}.
 *
 * <p>Every method throws {@link dev.versioned.model.UnknownOutcomeException} if no reply came to
 * the deciding write, and {@link dev.versioned.model.BackendException} if the store refuses or
 * fails; the next tick reads the result. Thread-safe and stateless.
 */
public final class RolloutHandle {
  private final ArtifactName artifact;
  private final AliasName alias;
  private final Engine engine;

  RolloutHandle(ArtifactName artifact, AliasName alias, Engine engine) {
    this.artifact = artifact;
    this.alias = alias;
    this.engine = engine;
  }

  /**
   * Starts a rollout; see {@link #start(RolloutPlan, Consumer)}.
   *
   * @param version the version that will get the traffic
   * @param strategy the steps
   * @return the rollout
   * @throws IllegalArgumentException also if it is {@code $LATEST}, or a version of another
   *     artifact or repository
   */
  public RolloutStatus start(VersionRef version, RolloutStrategy strategy) {
    return start(version, strategy, update -> {});
  }

  /**
   * Starts a rollout; see {@link #start(RolloutPlan, Consumer)}.
   *
   * @param version the version that will get the traffic
   * @param strategy the steps
   * @param update optional settings of the change
   * @return the rollout
   * @throws IllegalArgumentException also if it is {@code $LATEST}, or a version of another
   *     artifact or repository
   */
  public RolloutStatus start(
      VersionRef version, RolloutStrategy strategy, Consumer<AliasUpdate> update) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(strategy, "strategy");
    return start(
        RolloutPlan.of(version, strategy),
        update,
        PassedVersions.of("roll out", artifact, version));
  }

  /**
   * Starts a rollout; see {@link #start(RolloutPlan, Consumer)}.
   *
   * @param plan the version and the steps
   * @return the rollout
   */
  public RolloutStatus start(RolloutPlan plan) {
    return start(plan, update -> {});
  }

  /**
   * Starts a rollout. No traffic moves yet: the first {@link #tick} makes the first step. From now
   * on the new version is in the alias's routing, with 0 %, and cannot be deleted.
   *
   * @param plan the version and the steps
   * @param update optional settings of the change
   * @return the rollout
   * @throws NotFoundException if the alias does not exist, or the version does not exist or is
   *     deleted
   * @throws AlreadyExistsException if a rollout of this alias is under way
   * @throws IllegalArgumentException if the version already has all the traffic, the traffic is
   *     split, or it goes to {@code $LATEST} and the strategy has more than one step
   * @throws dev.versioned.model.RevisionConflictException if the alias does not have the expected
   *     revision
   */
  public RolloutStatus start(RolloutPlan plan, Consumer<AliasUpdate> update) {
    return start(plan, update, List.of());
  }

  private RolloutStatus start(RolloutPlan plan, Consumer<AliasUpdate> update, List<Version> meant) {
    Objects.requireNonNull(plan, "plan");
    return mover().start(plan, AliasUpdate.gather(update), meant);
  }

  /**
   * Starts a rollout, or continues the one that an earlier call started, for jobs that may be run
   * again. It starts one as {@link #start(RolloutPlan, Consumer)} does, unless a rollout with the
   * same plan is under way, or its version already has all the traffic.
   *
   * @param plan the version and the steps
   * @param update optional settings of the start
   * @return the rollout under way; empty if the version has all the traffic
   * @throws NotFoundException if the alias does not exist, or the version does not exist or is
   *     deleted
   * @throws AlreadyExistsException if another rollout, or one with another plan, is under way
   * @throws IllegalArgumentException as {@link #start(RolloutPlan, Consumer)} does
   */
  public Optional<RolloutStatus> startOrContinue(RolloutPlan plan, Consumer<AliasUpdate> update) {
    Objects.requireNonNull(plan, "plan");
    return mover().startOrContinue(plan, AliasUpdate.gather(update));
  }

  /**
   * Reads the rollout under way, or the last one.
   *
   * @return the rollout, or empty if there was none since the alias was created
   */
  public Optional<RolloutStatus> find() {
    return mover().find();
  }

  /**
   * Reads the rollout under way, or the last one.
   *
   * @return the rollout
   * @throws NotFoundException if there was none since the alias was created, or the alias does not
   *     exist
   */
  public RolloutStatus status() {
    return mover().status("read");
  }

  /**
   * Makes the due step, if any, without hooks; see {@link #tick(HealthGate, RolloutHooks)}.
   *
   * @param gate decides whether the rollout may continue
   * @return the result
   * @throws NotFoundException if there was no rollout since the alias was created
   * @throws NullPointerException if the gate returns null; no traffic moves then
   */
  public TickResult tick(HealthGate gate) {
    return tick(gate, RolloutHooks.none());
  }

  /**
   * Does at most one thing, if it is due: makes the next step, promotes, or rolls back.
   *
   * <p>The gate is asked first, whether or not a step is due. If it finds the new version
   * unhealthy, or a hook fails, this same tick gives all traffic back to the previous version, and
   * records the reason in the ledger.
   *
   * @param gate decides whether the rollout may continue
   * @param hooks run before the steps, and before the promotion
   * @return the result
   * @throws NotFoundException if there was no rollout since the alias was created
   * @throws NullPointerException if the gate returns null; no traffic moves then
   */
  public TickResult tick(HealthGate gate, RolloutHooks hooks) {
    Objects.requireNonNull(gate, "gate");
    Objects.requireNonNull(hooks, "hooks");
    return mover().tick(gate, hooks);
  }

  /**
   * Pauses the rollout; see {@link #pause(Consumer)}.
   *
   * @return the rollout
   */
  public RolloutStatus pause() {
    return pause(update -> {});
  }

  /**
   * Pauses the rollout: no step is made until it is resumed. The traffic stays as it is, but a tick
   * that finds the new version unhealthy still gives it back. Pausing a paused rollout succeeds,
   * and writes nothing.
   *
   * @param update optional settings of the change
   * @return the rollout
   * @throws NotFoundException if no rollout is under way
   * @throws dev.versioned.model.RevisionConflictException if the alias does not have the expected
   *     revision
   */
  public RolloutStatus pause(Consumer<AliasUpdate> update) {
    return mover().pause(AliasUpdate.gather(update));
  }

  /**
   * Resumes the rollout; see {@link #resume(Consumer)}.
   *
   * @return the rollout
   */
  public RolloutStatus resume() {
    return resume(update -> {});
  }

  /**
   * Resumes a paused rollout, with the time that remained of the interval or of the bake time.
   * Resuming a rollout that is not paused succeeds, and writes nothing.
   *
   * @param update optional settings of the change
   * @return the rollout
   * @throws NotFoundException if no rollout is under way
   * @throws dev.versioned.model.RevisionConflictException if the alias does not have the expected
   *     revision
   */
  public RolloutStatus resume(Consumer<AliasUpdate> update) {
    return mover().resume(AliasUpdate.gather(update));
  }

  /**
   * Makes the next step now; see {@link #advance(Consumer)}.
   *
   * @return the rollout
   */
  public RolloutStatus advance() {
    return advance(update -> {});
  }

  /**
   * Makes the next step of the strategy now, whether or not it is due; after the last step, ends
   * the bake time and promotes. Asks no gate and runs no hooks. The step after it is due an
   * interval later. It makes the step that follows the state that this call reads: if the alias is
   * changed at the same time, nothing is done. The ledger has a {@link
   * dev.versioned.model.LedgerEntry.Action#ROLLOUT_ADVANCE}, or a {@code PROMOTE}, with who and
   * why.
   *
   * @param update optional settings of the change
   * @return the rollout
   * @throws NotFoundException if no rollout is under way, or it starts from {@code $LATEST} and its
   *     version was deleted
   * @throws dev.versioned.model.MoveRefusedException if it is paused, or waits for an approval
   * @throws dev.versioned.model.RevisionConflictException if the alias does not have the expected
   *     revision, or is changed at the same time
   */
  public RolloutStatus advance(Consumer<AliasUpdate> update) {
    return mover().advance(gather(RolloutMover.ADVANCED, update));
  }

  /**
   * Promotes the new version now; see {@link #advanceToEnd(Consumer)}.
   *
   * @return the rollout
   */
  public RolloutStatus advanceToEnd() {
    return advanceToEnd(update -> {});
  }

  /**
   * Promotes the new version now, in one move: leaves out the steps that remain, and the bake time,
   * as {@code kubectl argo rollouts promote --full} does. Asks no gate and runs no hooks. It passes
   * no wait: if a weight from the present one on waits for an approval that was not given, nothing
   * is done. A rollback undoes the rollout as one change. The ledger has a {@code PROMOTE} with who
   * and why.
   *
   * @param update optional settings of the change
   * @return the rollout, which is over
   * @throws NotFoundException if no rollout is under way, or it starts from {@code $LATEST} and its
   *     version was deleted
   * @throws dev.versioned.model.MoveRefusedException if it is paused, or an approval is missing
   * @throws dev.versioned.model.RevisionConflictException if the alias does not have the expected
   *     revision, or is changed at the same time
   */
  public RolloutStatus advanceToEnd(Consumer<AliasUpdate> update) {
    return mover().advanceToEnd(gather(RolloutMover.ADVANCED, update));
  }

  /**
   * Approves the rollout; see {@link #approve(Consumer)}.
   *
   * @return the rollout
   */
  public RolloutStatus approve() {
    return approve(update -> {});
  }

  /**
   * Approves the rollout at the weight at which it waits ({@link RolloutStrategy#waitAt}), so that
   * it may go on; no traffic moves by this. The ledger has a {@link
   * dev.versioned.model.LedgerEntry.Action#ROLLOUT_APPROVE}, with who and why. Each weight is
   * approved once it is reached, never in advance. Approving a weight that is approved succeeds,
   * and writes nothing.
   *
   * @param update optional settings of the change
   * @return the rollout
   * @throws NotFoundException if no rollout is under way
   * @throws dev.versioned.model.MoveRefusedException if it waits for no approval at its weight, or
   *     the plan demands {@linkplain RolloutPlan#withApprovalByAnother another approver} than the
   *     actor who started it
   * @throws dev.versioned.model.RevisionConflictException if the alias does not have the expected
   *     revision, or the rollout makes a step or another one is started at the same time
   */
  public RolloutStatus approve(Consumer<AliasUpdate> update) {
    return mover().approve(gather(RolloutMover.APPROVED, update));
  }

  private static ChangeRequest gather(String reason, Consumer<AliasUpdate> update) {
    Objects.requireNonNull(update, "update");
    Consumer<AliasUpdate> given = gathered -> gathered.reason(reason);
    return AliasUpdate.gather(given.andThen(update));
  }

  /**
   * Ends the rollout, and gives all traffic back to the previous version; see {@link
   * #abort(Consumer)}.
   *
   * @return the rollout
   */
  public RolloutStatus abort() {
    return abort(update -> {});
  }

  /**
   * Ends the rollout, and gives all traffic back to the previous version. Aborting a rollout that
   * was rolled back succeeds, and writes nothing.
   *
   * @param update optional settings of the change
   * @return the rollout
   * @throws NotFoundException if no rollout is under way
   * @throws dev.versioned.model.RevisionConflictException if the alias does not have the expected
   *     revision
   */
  public RolloutStatus abort(Consumer<AliasUpdate> update) {
    return mover().abort(gather(RolloutMover.ABORTED, update));
  }

  Instant now() {
    return mover().now();
  }

  private RolloutMover mover() {
    return engine.open().rollouts(artifact, alias);
  }

  /** Returns artifact and alias as {@code checkout:LIVE}. */
  @Override
  public String toString() {
    return artifact + ":" + alias;
  }
}
