package dev.versioned.rollout;

import dev.versioned.AliasUpdate;
import dev.versioned.AlreadyExistsException;
import dev.versioned.LedgerEntry;
import dev.versioned.NotFoundException;
import dev.versioned.RepositorySettings;
import dev.versioned.RevisionConflictException;
import dev.versioned.Routing;
import dev.versioned.Version;
import dev.versioned.VersionNumber;
import dev.versioned.spi.AliasEntry;
import dev.versioned.spi.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, drives and ends rollouts of one alias.
 *
 * <p>Everything about a rollout lies in the alias itself, and each step is one move of the alias,
 * fenced by its revision. So any process may call {@link #tick}: a thread, a cron job, a Lambda;
 * twice, late, or several at once, and at most one step comes of it. If nobody ticks, the traffic
 * stays where it is. Any other move of the alias ends the rollout; a change of its description does
 * not.
 *
 * <p>A rollout counts as one change when it comes to {@link dev.versioned.AliasHandle#rollback()}:
 * during it, after it, and after another move that ended it, that brings back the routing before
 * the rollout.
 *
 * <p>Due times are told by the clock of the process that ticks: clocks that differ by some seconds
 * make an interval shorter or longer by these.
 *
 * <p>Every method throws {@link dev.versioned.UnknownOutcomeException} if no reply came to the
 * deciding write, and {@link dev.versioned.BackendException} if the store refuses or fails; the
 * next tick finds out what is there. Thread-safe and without state of its own.
 */
public final class RolloutHandle {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.rollout");
  private static final int LONGEST_REASON = 1024;
  private static final String ABORTED = "rollout aborted";

  private final RolloutAlias alias;
  private final RepositorySettings settings;

  private RolloutHandle(RolloutAlias alias, RepositorySettings settings) {
    this.alias = alias;
    this.settings = settings;
  }

  /**
   * Makes a handle; {@link dev.versioned.AliasHandle#rollout()} is what users call.
   *
   * @param alias the alias to move
   * @param settings how the repository behaves
   * @return the handle
   */
  public static RolloutHandle over(RolloutAlias alias, RepositorySettings settings) {
    return new RolloutHandle(
        Objects.requireNonNull(alias, "alias"), Objects.requireNonNull(settings, "settings"));
  }

  /**
   * Starts a rollout; see {@link #start(RolloutPlan, Consumer)}.
   *
   * @param version the version that is to get the traffic
   * @param strategy in what steps
   * @return the rollout
   */
  public RolloutStatus start(VersionNumber version, RolloutStrategy strategy) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(strategy, "strategy");
    return start(RolloutPlan.of(version, strategy));
  }

  /**
   * Starts a rollout; see {@link #start(RolloutPlan, Consumer)}.
   *
   * @param version the version that is to get the traffic
   * @param strategy in what steps
   * @return the rollout
   * @throws IllegalArgumentException also if it is {@code $LATEST}, or a version of another
   *     artifact or repository
   */
  public RolloutStatus start(Version version, RolloutStrategy strategy) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(strategy, "strategy");
    if (!version.isPublished() || !version.artifact().equals(alias.artifact())) {
      throw new IllegalArgumentException(
          "Cannot start a rollout of "
              + this
              + " to "
              + version
              + ": it is no numbered version of this artifact");
    }
    return start(RolloutPlan.of(version.number(), strategy), update -> {}, List.of(version));
  }

  /**
   * Starts a rollout; see {@link #start(RolloutPlan, Consumer)}.
   *
   * @param plan what it is to do
   * @return the rollout
   */
  public RolloutStatus start(RolloutPlan plan) {
    return start(plan, update -> {});
  }

  /**
   * Starts a rollout. No traffic moves yet: the first {@link #tick} makes the first step. From now
   * on the new version is named by the alias, with 0 %, and cannot be deleted.
   *
   * @param plan what it is to do
   * @param update says why, and more
   * @return the rollout
   * @throws NotFoundException if the alias is not there, or the version is not there or deleted
   * @throws AlreadyExistsException if a rollout of this alias is under way
   * @throws IllegalArgumentException if the version has all the traffic already, the traffic is
   *     split, or it goes to {@code $LATEST} and the strategy has more than one step
   * @throws dev.versioned.RevisionConflictException if the alias is not at the expected revision
   */
  public RolloutStatus start(RolloutPlan plan, Consumer<AliasUpdate> update) {
    return start(plan, update, List.of());
  }

  private RolloutStatus start(RolloutPlan plan, Consumer<AliasUpdate> update, List<Version> meant) {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(update, "update");
    String id = settings.seams().ids().get();
    return alias
        .change(
            LedgerEntry.Action.ROLLOUT_START,
            update,
            meant,
            (present, reason) -> Optional.of(begin(id, plan, present)))
        .map(RolloutHandle::status)
        .orElseThrow(() -> noAlias("start a rollout of"));
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
    return Rollout.begin(
        id,
        plan,
        routing.primary(),
        present.servingRevision(),
        present.rollbackRevision(),
        now(present));
  }

  /**
   * Reads the rollout that is under way, or the last one that was.
   *
   * @return the rollout, or nothing if there was none since the alias was created
   */
  public Optional<RolloutStatus> find() {
    return alias
        .find()
        .flatMap(
            present ->
                present.rollout().map(rollout -> new RolloutStatus(present.alias(), rollout)));
  }

  /**
   * Reads the rollout that is under way, or the last one that was.
   *
   * @return the rollout
   * @throws NotFoundException if there was none since the alias was created, or there is no alias
   */
  public RolloutStatus status() {
    return status("read");
  }

  private RolloutStatus status(String verb) {
    return find().orElseThrow(() -> noRollout(verb, null));
  }

  /**
   * Does what is due, without hooks; see {@link #tick(HealthGate, RolloutHooks)}.
   *
   * @param gate tells whether the rollout may go on
   * @return what was done
   * @throws NotFoundException if there was no rollout since the alias was created
   * @throws NullPointerException if the gate returns null; no traffic moves then
   */
  public TickResult tick(HealthGate gate) {
    return tick(gate, RolloutHooks.none());
  }

  /**
   * Does what is due, at most one thing: makes the next step, promotes, goes back, or nothing.
   *
   * <p>The gate is asked first, whether or not a step is due. If it finds the new version
   * unhealthy, or a hook fails, all traffic goes back to the version before in this very tick, and
   * the reason to the ledger.
   *
   * @param gate tells whether the rollout may go on
   * @param hooks what is to be done before the first step, and before the promotion
   * @return what was done
   * @throws NotFoundException if there was no rollout since the alias was created
   * @throws NullPointerException if the gate returns null; no traffic moves then
   */
  public TickResult tick(HealthGate gate, RolloutHooks hooks) {
    Objects.requireNonNull(gate, "gate");
    Objects.requireNonNull(hooks, "hooks");
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
      return NoHealthException.ask(gate, seen);
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
          Rollout::promoted);
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
          Rollout::stepped);
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
                .map(rollout -> rollout.rolledBack(reason, now(present))));
  }

  private TickResult changed(
      LedgerEntry.Action action,
      TickResult.Outcome outcome,
      String reason,
      Function<AliasEntry.Present, Optional<Rollout>> decide) {
    return alias
        .change(
            action,
            update -> update.reason(shortened(reason)),
            List.of(),
            (present, why) -> decide.apply(present))
        .map(present -> new TickResult(outcome, status(present), reason))
        .orElseGet(this::outrun);
  }

  private TickResult outrun() {
    return new TickResult(
        TickResult.Outcome.OUTRUN,
        status("tick"),
        "another tick, or a move of the alias, was faster");
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
   * Pauses the rollout: no step is made until it is resumed. The traffic stays as it is; it still
   * goes back when a tick finds it unhealthy. Pausing what is paused succeeds, and writes nothing.
   *
   * @param update says why, and more
   * @return the rollout
   * @throws NotFoundException if no rollout is under way
   * @throws dev.versioned.RevisionConflictException if the alias is not at the expected revision
   */
  public RolloutStatus pause(Consumer<AliasUpdate> update) {
    Objects.requireNonNull(update, "update");
    return steer(
        "pause",
        LedgerEntry.Action.ROLLOUT_PAUSE,
        update,
        (rollout, present, reason) ->
            rollout.state() == Rollout.State.PAUSED
                ? Optional.empty()
                : Optional.of(rollout.paused(now(present))));
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
   * Resumes a paused rollout: the time that was left of the interval, or of the bake time, is left
   * again. Resuming what is not paused succeeds, and writes nothing.
   *
   * @param update says why, and more
   * @return the rollout
   * @throws NotFoundException if no rollout is under way
   * @throws dev.versioned.RevisionConflictException if the alias is not at the expected revision
   */
  public RolloutStatus resume(Consumer<AliasUpdate> update) {
    Objects.requireNonNull(update, "update");
    return steer(
        "resume",
        LedgerEntry.Action.ROLLOUT_RESUME,
        update,
        (rollout, present, reason) ->
            rollout.state() == Rollout.State.PAUSED
                ? Optional.of(rollout.resumed(now(present)))
                : Optional.empty());
  }

  /**
   * Ends the rollout, and gives all traffic back to the version before; see {@link
   * #abort(Consumer)}.
   *
   * @return the rollout
   */
  public RolloutStatus abort() {
    return abort(update -> {});
  }

  /**
   * Ends the rollout, and gives all traffic back to the version before. Aborting what has been
   * rolled back succeeds, and writes nothing.
   *
   * @param update says why, and more
   * @return the rollout
   * @throws NotFoundException if no rollout is under way
   * @throws dev.versioned.RevisionConflictException if the alias is not at the expected revision
   */
  public RolloutStatus abort(Consumer<AliasUpdate> update) {
    Objects.requireNonNull(update, "update");
    Optional<RolloutStatus> done =
        find().filter(status -> status.rollout().state() == Rollout.State.ROLLED_BACK);
    return done.isPresent()
        ? done.get()
        : steer(
            "abort",
            LedgerEntry.Action.ROLLBACK,
            gathered -> {
              gathered.reason(ABORTED);
              update.accept(gathered);
            },
            (rollout, present, reason) ->
                Optional.of(rollout.rolledBack(aborted(reason), now(present))));
  }

  private static String aborted(String reason) {
    return reason.equals(ABORTED) || reason.isEmpty() ? "aborted" : shortened("aborted: " + reason);
  }

  /** What is wanted of a rollout that is under way. */
  private interface Steering {
    Optional<Rollout> turn(Rollout rollout, AliasEntry.Present present, String reason);
  }

  private RolloutStatus steer(
      String verb, LedgerEntry.Action action, Consumer<AliasUpdate> update, Steering steering) {
    return alias
        .change(
            action,
            update,
            List.of(),
            (present, reason) -> {
              Rollout rollout = present.rollout().orElse(null);
              if (rollout == null || rollout.isOver()) {
                throw noRollout(verb, rollout);
              }
              return steering.turn(rollout, present, reason);
            })
        .map(RolloutHandle::status)
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

  Instant now() {
    return settings.seams().now();
  }

  private static String shortened(String reason) {
    return PlainText.cut(reason, LONGEST_REASON);
  }

  /** Returns artifact and alias as {@code checkout:LIVE}. */
  @Override
  public String toString() {
    return alias.artifact() + ":" + alias.name();
  }
}
