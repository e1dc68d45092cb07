package dev.versioned.internal.rollout;

import dev.versioned.internal.alias.AliasMover;
import dev.versioned.internal.alias.ChangeRequest;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.RolloutSteps;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.AliasName;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutHooks;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.TickResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Starts, drives and ends rollouts of one alias, each step by one move of the alias. */
public final class RolloutMover {
  /** The reason of an abort that gives none. */
  public static final String ABORTED = "rollout aborted";

  /** The reason of an advance that gives none. */
  public static final String ADVANCED = "rollout advanced";

  /** The reason of an approval that gives none. */
  public static final String APPROVED = "rollout approved";

  private final RolloutAlias alias;
  private final Settings settings;

  /** Makes the mover of one alias. */
  public RolloutMover(
      ArtifactName artifact,
      AliasName alias,
      Catalog catalog,
      AliasMover mover,
      Settings settings) {
    this.alias = new RolloutAlias(artifact, alias, catalog, mover, settings);
    this.settings = settings;
  }

  /** Starts a rollout. */
  public RolloutStatus start(RolloutPlan plan, ChangeRequest request, List<Version> meant) {
    String id = settings.environment().ids().get();
    return alias
        .change(
            LedgerEntry.Action.ROLLOUT_START,
            request,
            meant,
            present ->
                Optional.of(begin(id, plan, request.actor().orElse(settings.actor()), present)))
        .map(RolloutAlias::status)
        .orElseThrow(() -> alias.noAlias("start a rollout of"));
  }

  /** Starts a rollout unless it is under way, or its version has all the traffic. */
  public Optional<RolloutStatus> startOrContinue(RolloutPlan plan, ChangeRequest request) {
    AliasEntry.Present present =
        alias.find().orElseThrow(() -> alias.noAlias("start a rollout of"));
    Optional<Rollout> underWay = present.rollout().filter(rollout -> !rollout.isOver());
    if (underWay.isPresent() && underWay.get().plan().equals(plan)) {
      return Optional.of(RolloutAlias.status(present));
    }
    Routing routing = present.alias().routing();
    if (underWay.isEmpty() && !routing.isSplit() && routing.primary().equals(plan.version())) {
      return Optional.empty();
    }
    return Optional.of(start(plan, request, List.of()));
  }

  private Rollout begin(String id, RolloutPlan plan, String by, AliasEntry.Present present) {
    present
        .rollout()
        .filter(rollout -> !rollout.isOver())
        .ifPresent(
            rollout -> {
              throw new AlreadyExistsException(
                  "Cannot start a rollout of "
                      + this
                      + ": one to version "
                      + rollout.plan().version()
                      + " is under way since "
                      + rollout.startedAt()
                      + "; abort it first",
                  alias.name().value());
            });
    Routing routing = present.alias().routing();
    if (routing.isSplit()) {
      throw new IllegalArgumentException(
          "Cannot start a rollout of "
              + this
              + ": its traffic is split, "
              + routing
              + "; point it to one version first");
    }
    return RolloutSteps.begin(
        id,
        plan,
        routing.primary(),
        present.servingRevision(),
        present.rollbackRevision(),
        by,
        alias.now(present));
  }

  /** Reads the rollout under way, or the last one. */
  public Optional<RolloutStatus> find() {
    return alias.findStatus();
  }

  /** Reads the rollout under way, or the last one, or fails. */
  public RolloutStatus status(String verb) {
    return alias.status(verb);
  }

  /** Makes one tick: does what is due, at most one thing. */
  public TickResult tick(HealthGate gate, RolloutHooks hooks) {
    return new RolloutTick(alias, gate, hooks).run();
  }

  /** Pauses the rollout. */
  public RolloutStatus pause(ChangeRequest request) {
    return steer(
        "pause",
        LedgerEntry.Action.ROLLOUT_PAUSE,
        request,
        (rollout, present) ->
            rollout.state() == Rollout.State.PAUSED
                ? Optional.empty()
                : Optional.of(RolloutSteps.paused(rollout, alias.now(present))));
  }

  /** Resumes the rollout. */
  public RolloutStatus resume(ChangeRequest request) {
    return steer(
        "resume",
        LedgerEntry.Action.ROLLOUT_RESUME,
        request,
        (rollout, present) ->
            rollout.state() == Rollout.State.PAUSED
                ? Optional.of(RolloutSteps.resumed(rollout, alias.now(present)))
                : Optional.empty());
  }

  /** Makes the next step now, or promotes after the last. */
  public RolloutStatus advance(ChangeRequest request) {
    return new RolloutAdvance(alias, settings.actor()).toNextStep(request);
  }

  /** Leaves out the steps that remain, and promotes. */
  public RolloutStatus advanceToEnd(ChangeRequest request) {
    return new RolloutAdvance(alias, settings.actor()).toEnd(request);
  }

  /** Records the approval at the weight at which the rollout waits. */
  public RolloutStatus approve(ChangeRequest request) {
    return new RolloutAdvance(alias, settings.actor()).approve(request);
  }

  /** Ends the rollout, and gives all traffic back to the version before. */
  public RolloutStatus abort(ChangeRequest request) {
    Optional<RolloutStatus> done =
        find().filter(status -> status.rollout().state() == Rollout.State.ROLLED_BACK);
    return done.isPresent()
        ? done.get()
        : steer(
            "abort",
            LedgerEntry.Action.ROLLBACK,
            request,
            (rollout, present) ->
                Optional.of(
                    RolloutSteps.rolledBack(
                        rollout, aborted(request.reason()), alias.now(present))));
  }

  private static String aborted(String reason) {
    return reason.equals(ABORTED) || reason.isEmpty()
        ? "aborted"
        : RolloutTick.shortened("aborted: " + reason);
  }

  /** Returns the next state of a rollout under way; nothing if it stays as it is. */
  private interface Steering {
    Optional<Rollout> turn(Rollout rollout, AliasEntry.Present present);
  }

  private RolloutStatus steer(
      String verb, LedgerEntry.Action action, ChangeRequest request, Steering steering) {
    return alias
        .change(
            action,
            request,
            List.of(),
            present -> steering.turn(alias.underWay(verb, present), present))
        .map(RolloutAlias::status)
        .orElseGet(() -> status(verb));
  }

  /** Returns the time by this process's clock. */
  public Instant now() {
    return settings.environment().now();
  }

  /** Returns artifact and alias as {@code checkout:LIVE}. */
  @Override
  public String toString() {
    return alias.toString();
  }
}
