package dev.versioned.internal.rollout;

import dev.versioned.internal.NoHealthException;
import dev.versioned.internal.PlainText;
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
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutHooks;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.rollout.TickResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, drives and ends rollouts of one alias, each step by one move of the alias. */
public final class RolloutMover {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.rollout");
  private static final int LONGEST_REASON = 1024;

  /** The reason of an abort that gives none. */
  public static final String ABORTED = "rollout aborted";

  private final RolloutAlias alias;
  private final Settings settings;

  /** Returns what moves an alias by rollouts. */
  public RolloutMover(
      ArtifactName artifact,
      AliasName alias,
      Catalog catalog,
      AliasMover mover,
      Settings settings) {
    this.alias = new RolloutAlias(artifact, alias, catalog, mover);
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
            present -> Optional.of(begin(id, plan, present)))
        .map(RolloutMover::status)
        .orElseThrow(() -> noAlias("start a rollout of"));
  }

  /** Starts a rollout unless it is under way, or its version has all the traffic. */
  public Optional<RolloutStatus> startOrContinue(RolloutPlan plan, ChangeRequest request) {
    AliasEntry.Present present = alias.find().orElseThrow(() -> noAlias("start a rollout of"));
    Optional<Rollout> underWay = present.rollout().filter(rollout -> !rollout.isOver());
    if (underWay.isPresent() && underWay.get().plan().equals(plan)) {
      return Optional.of(status(present));
    }
    Routing routing = present.alias().routing();
    if (underWay.isEmpty() && !routing.isSplit() && routing.primary().equals(plan.version())) {
      return Optional.empty();
    }
    return Optional.of(start(plan, request, List.of()));
  }

  private Rollout begin(String id, RolloutPlan plan, AliasEntry.Present present) {
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
        now(present));
  }

  /** Reads the rollout that is under way, or the last one that was. */
  public Optional<RolloutStatus> find() {
    return alias
        .find()
        .flatMap(
            present ->
                present.rollout().map(rollout -> new RolloutStatus(present.alias(), rollout)));
  }

  /** Reads the rollout that is under way, or the last one that was, or fails. */
  public RolloutStatus status(String verb) {
    return find().orElseThrow(() -> noRollout(verb, null));
  }

  /** Does what is due, at most one thing. */
  public TickResult tick(HealthGate gate, RolloutHooks hooks) {
    RolloutStatus seen = status("tick");
    Rollout rollout = seen.rollout();
    if (rollout.isOver()) {
      return new TickResult(TickResult.Outcome.OVER, seen, "");
    }
    Decision decision = Decision.of(rollout, ask(gate, seen), now(seen.alias().updatedAt()));
    if (decision instanceof Decision.Wait wait) {
      return new TickResult(TickResult.Outcome.WAITED, seen, wait.why());
    } else if (decision instanceof Decision.GoBack back) {
      return goBack(seen, back.why());
    } else if (decision instanceof Decision.GoOn) {
      return goOn(seen, hooks);
    }
    throw new IllegalStateException("Cannot tick " + this + ": nothing does " + decision);
  }

  private static Health ask(HealthGate gate, RolloutStatus seen) {
    try {
      return NoHealthException.check(gate.check(seen));
    } catch (NoHealthException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Health.notEnoughData("the gate was interrupted");
    } catch (Throwable e) {
      // Errors too: a class that is missing in a gate says nothing of the new version's health.
      LOG.warn("the health gate of rollout {} failed", seen, e);
      return Health.notEnoughData("the gate failed: " + e);
    }
  }

  private TickResult goOn(RolloutStatus seen, RolloutHooks hooks) {
    Rollout rollout = seen.rollout();
    RolloutStrategy strategy = rollout.plan().strategy();
    try {
      if (rollout.step() == 0) {
        hooks.beforeTraffic().run(seen);
      } else if (rollout.isFull()) {
        hooks.afterTraffic().run(seen);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new TickResult(TickResult.Outcome.WAITED, seen, "a hook was interrupted");
    } catch (Throwable e) {
      LOG.warn("a hook of rollout {} failed", seen, e);
      return goBack(
          seen, "the hook " + (rollout.step() == 0 ? "before" : "after") + " traffic failed: " + e);
    }
    if (rollout.isFull()) {
      return forward(
          seen,
          LedgerEntry.Action.PROMOTE,
          TickResult.Outcome.PROMOTED,
          "rollout by " + strategy + " is over",
          RolloutSteps::promoted);
    }
    try {
      return forward(
          seen,
          LedgerEntry.Action.ROLLOUT_STEP,
          TickResult.Outcome.STEPPED,
          "rollout by "
              + strategy
              + ": step "
              + (rollout.step() + 1)
              + " of "
              + strategy.steps()
              + ", version "
              + rollout.plan().version()
              + " at "
              + strategy.weight(rollout.step() + 1),
          RolloutSteps::stepped);
    } catch (NotFoundException e) {
      // Only from $LATEST: else the version is named, and protected, since the start.
      return goBack(seen, String.valueOf(e.getMessage()));
    }
  }

  /** Takes a rollout on. */
  private interface Advance {
    Rollout at(Rollout rollout, Instant now);
  }

  /** Goes on from the revision that was seen, and from no other. */
  private TickResult forward(
      RolloutStatus seen,
      LedgerEntry.Action action,
      TickResult.Outcome outcome,
      String reason,
      Advance advance) {
    try {
      return changed(
          action,
          outcome,
          reason,
          present ->
              present.revision() == seen.alias().revision()
                  ? present.rollout().map(rollout -> advance.at(rollout, now(present)))
                  : Optional.empty());
    } catch (RevisionConflictException e) {
      // Others won until there was no time left to find out what they did.
      return outrun();
    }
  }

  /** Goes back from wherever this rollout is by now, unless it is over. */
  private TickResult goBack(RolloutStatus seen, String why) {
    String reason = shortened(why);
    return changed(
        LedgerEntry.Action.ROLLBACK,
        TickResult.Outcome.ROLLED_BACK,
        "rollout of version " + seen.rollout().plan().version() + " rolled back: " + reason,
        present ->
            present
                .rollout()
                .filter(rollout -> rollout.id().equals(seen.rollout().id()) && !rollout.isOver())
                .map(rollout -> RolloutSteps.rolledBack(rollout, reason, now(present))));
  }

  private TickResult changed(
      LedgerEntry.Action action,
      TickResult.Outcome outcome,
      String reason,
      Function<AliasEntry.Present, Optional<Rollout>> decide) {
    return alias
        .change(action, ChangeRequest.because(shortened(reason)), List.of(), decide::apply)
        .map(present -> new TickResult(outcome, status(present), reason))
        .orElseGet(this::outrun);
  }

  private TickResult outrun() {
    return new TickResult(
        TickResult.Outcome.OUTRUN,
        status("tick"),
        "another tick, or a move of the alias, was faster");
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
                : Optional.of(RolloutSteps.paused(rollout, now(present))));
  }

  /** Resumes the rollout. */
  public RolloutStatus resume(ChangeRequest request) {
    return steer(
        "resume",
        LedgerEntry.Action.ROLLOUT_RESUME,
        request,
        (rollout, present) ->
            rollout.state() == Rollout.State.PAUSED
                ? Optional.of(RolloutSteps.resumed(rollout, now(present)))
                : Optional.empty());
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
                    RolloutSteps.rolledBack(rollout, aborted(request.reason()), now(present))));
  }

  private static String aborted(String reason) {
    return reason.equals(ABORTED) || reason.isEmpty() ? "aborted" : shortened("aborted: " + reason);
  }

  /** What is wanted of a rollout that is under way. */
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
            present -> {
              Rollout rollout = present.rollout().orElse(null);
              if (rollout == null || rollout.isOver()) {
                throw noRollout(verb, rollout);
              }
              return steering.turn(rollout, present);
            })
        .map(RolloutMover::status)
        .orElseGet(() -> status(verb));
  }

  private static RolloutStatus status(AliasEntry.Present present) {
    return new RolloutStatus(present.alias(), present.rollout().orElseThrow());
  }

  private NotFoundException noAlias(String verb) {
    return new NotFoundException(
        "Cannot " + verb + " " + this + ": there is no such alias",
        NotFoundException.Subject.ALIAS);
  }

  private NotFoundException noRollout(String verb, @Nullable Rollout last) {
    return new NotFoundException(
        "Cannot "
            + verb
            + " the rollout of "
            + this
            + ": there is none under way"
            + (last == null
                ? ""
                : "; the last one, to version "
                    + last.plan().version()
                    + ", was "
                    + last.state()
                    + " at "
                    + last.changedAt()),
        NotFoundException.Subject.ROLLOUT);
  }

  private Instant now(AliasEntry.Present present) {
    return now(present.updatedAt());
  }

  /** Never before the alias was last changed, whatever the clocks of the others say. */
  private Instant now(Instant last) {
    Instant now = now();
    return now.isBefore(last) ? last : now;
  }

  /** Returns the time by this process's clock. */
  public Instant now() {
    return settings.environment().now();
  }

  private static String shortened(String reason) {
    return PlainText.cut(reason, LONGEST_REASON);
  }

  /** Returns artifact and alias as {@code checkout:LIVE}. */
  @Override
  public String toString() {
    return alias.toString();
  }
}
