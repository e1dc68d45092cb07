package dev.versioned.console;

import dev.versioned.AliasUpdate;
import dev.versioned.model.EarlierRouting;
import dev.versioned.model.Routing;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStrategy;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A move as of the revision that was read: the routing after it, and how it is made.
 *
 * @param kind the move
 * @param subject the alias before it
 * @param after the routing after it
 * @param effect what it does besides, as a sentence; may be empty
 * @param apply makes it, with the given settings
 */
record MovePlan(
    MoveKind kind,
    Subject subject,
    Routing after,
    String effect,
    Consumer<Consumer<AliasUpdate>> apply) {

  /**
   * Plans a move. Changes nothing.
   *
   * @param params the fields of the form
   * @throws dev.versioned.model.NotFoundException if a version does not exist
   * @throws RefusedException if the alias has no state in which it is possible
   * @throws IllegalArgumentException if a field is not what it should be
   */
  static MovePlan of(MoveKind kind, Subject subject, Params params) {
    if (!kind.isPossible(subject)) {
      throw new RefusedException(
          409,
          "Cannot "
              + kind.key()
              + " "
              + subject.handle()
              + " at revision "
              + subject.alias().revision()
              + ": "
              + kind.whyNot(subject));
    }
    return switch (kind) {
      case POINT -> point(subject, params);
      case SPLIT -> split(subject, params);
      case PROMOTE -> promote(subject);
      case ROLLBACK -> rollback(subject);
      case START -> start(subject, params);
      default -> steer(kind, subject);
    };
  }

  private static MovePlan point(Subject subject, Params params) {
    Target target = Target.parse(params.required("version"));
    subject.artifact().resolve(target);
    return new MovePlan(
        MoveKind.POINT,
        subject,
        Routing.to(target),
        endsRollout(subject),
        update -> subject.handle().pointTo(target, update));
  }

  private static MovePlan split(Subject subject, Params params) {
    VersionNumber canary = VersionNumber.parse(params.required("version"));
    Weight weight = Weight.parse(params.required("weight"));
    subject.artifact().resolve(canary);
    Routing after = Routing.split(subject.alias().routing().primary(), canary, weight);
    return new MovePlan(
        MoveKind.SPLIT,
        subject,
        after,
        endsRollout(subject),
        update -> subject.handle().moveTo(after, update));
  }

  private static MovePlan promote(Subject subject) {
    Optional<Rollout> rollout = subject.underWay();
    if (rollout.isPresent()) {
      return new MovePlan(
          MoveKind.PROMOTE,
          subject,
          Routing.to(rollout.get().plan().version()),
          "The rollout ends, without the steps that remain, its gate and its bake time.",
          update -> subject.handle().rollout().advanceToEnd(update));
    }
    return new MovePlan(
        MoveKind.PROMOTE,
        subject,
        Routing.to(subject.alias().routing().additional().firstKey()),
        "",
        update -> subject.handle().promote(update));
  }

  private static MovePlan rollback(Subject subject) {
    Optional<EarlierRouting> earlier;
    try (Stream<EarlierRouting> all = subject.handle().rollbacks()) {
      earlier = all.findFirst();
    }
    EarlierRouting restored =
        earlier.orElseThrow(
            () ->
                new RefusedException(
                    409,
                    "Cannot roll back "
                        + subject.handle()
                        + ": no other routing served before; point it to a version"));
    return new MovePlan(
        MoveKind.ROLLBACK,
        subject,
        restored.routing(),
        "It restores the routing of revision " + restored.revision() + ". " + endsRollout(subject),
        update -> subject.handle().rollback(update));
  }

  private static MovePlan start(Subject subject, Params params) {
    VersionNumber version = VersionNumber.parse(params.required("version"));
    RolloutStrategy strategy = RolloutStrategy.parse(params.required("strategy"));
    subject.artifact().resolve(version);
    RolloutPlan plan = RolloutPlan.of(version, strategy);
    Target from = subject.alias().routing().primary();
    return new MovePlan(
        MoveKind.START,
        subject,
        from instanceof VersionNumber
            ? Routing.split(from, version, Weight.percent(0))
            : subject.alias().routing(),
        "The rollout has "
            + strategy.steps()
            + " steps. A ticker makes them; without one, advance them here.",
        update -> subject.handle().rollout().start(plan, update));
  }

  private static MovePlan steer(MoveKind kind, Subject subject) {
    Rollout rollout = subject.underWay().orElseThrow();
    var handle = subject.handle().rollout();
    Routing same = subject.alias().routing();
    return switch (kind) {
      case ADVANCE ->
          new MovePlan(
              kind, subject, advanced(rollout).routing(), advance(rollout), handle::advance);
      case PAUSE -> new MovePlan(kind, subject, same, "No traffic moves.", handle::pause);
      case RESUME -> new MovePlan(kind, subject, same, "No traffic moves.", handle::resume);
      case APPROVE -> new MovePlan(kind, subject, same, "No traffic moves.", handle::approve);
      case ABORT ->
          new MovePlan(
              kind, subject, Routing.to(rollout.from()), "The rollout ends.", handle::abort);
      default -> throw new IllegalArgumentException("Cannot plan " + kind + " as a rollout's move");
    };
  }

  private static String advance(Rollout rollout) {
    return rollout.isFull()
        ? "The rollout ends with its promotion."
        : "It is step " + (rollout.step() + 1) + " of " + rollout.plan().strategy().steps() + ".";
  }

  private static Rollout advanced(Rollout rollout) {
    boolean promotes = rollout.isFull();
    return new Rollout(
        rollout.id(),
        rollout.plan(),
        rollout.from(),
        rollout.fromRevision(),
        rollout.fromRollbackRevision(),
        promotes ? Rollout.State.PROMOTED : Rollout.State.RUNNING,
        promotes ? rollout.step() : rollout.step() + 1,
        rollout.dueAt(),
        rollout.startedAt(),
        rollout.changedAt(),
        rollout.reason(),
        rollout.startedBy(),
        rollout.approvedStep());
  }

  private static String endsRollout(Subject subject) {
    return subject.underWay().isPresent() ? "It ends the rollout under way." : "";
  }
}
