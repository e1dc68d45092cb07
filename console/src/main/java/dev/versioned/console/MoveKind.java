package dev.versioned.console;

import dev.versioned.rollout.Rollout;
import java.util.List;
import java.util.Locale;

/** A move of an alias that the console offers. */
enum MoveKind {
  POINT("Point to one version", "All traffic goes to one version."),
  SPLIT("Split the traffic", "A share of the traffic goes to a second version."),
  PROMOTE("Promote", "The second version gets all traffic."),
  ROLLBACK("Roll back", "The routing that served before comes back."),
  START(
      "Start a rollout",
      "Prepares timed steps to a version. No traffic moves yet: a ticker makes the steps."),
  ADVANCE("Advance", "The rollout makes its next step now, without its gate."),
  PAUSE("Pause", "The rollout makes no step until it is resumed."),
  RESUME("Resume", "The rollout continues with the time that remained."),
  APPROVE("Approve", "The rollout may pass the weight at which it waits."),
  ABORT("Abort", "The rollout ends, and its first version gets all traffic back.");

  /** A field of a form. */
  enum Field {
    /** A version's number. */
    VERSION,
    /** A share. */
    WEIGHT,
    /** How a rollout makes its steps. */
    STRATEGY;

    /** Returns its name in the form. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String title;
  private final String description;

  MoveKind(String title, String description) {
    this.title = title;
    this.description = description;
  }

  /**
   * Returns the kind with a name.
   *
   * @throws BadRequestException if there is none
   */
  static MoveKind parse(String name) {
    for (MoveKind kind : values()) {
      if (kind.key().equals(name)) {
        return kind;
      }
    }
    throw new BadRequestException("Cannot preview this move: the console does not offer it");
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  String title() {
    return title;
  }

  String description() {
    return description;
  }

  List<Field> fields() {
    return switch (this) {
      case POINT -> List.of(Field.VERSION);
      case SPLIT -> List.of(Field.VERSION, Field.WEIGHT);
      case START -> List.of(Field.VERSION, Field.STRATEGY);
      default -> List.of();
    };
  }

  /** Returns why it is not possible for an alias, and what is, as a part of a sentence. */
  String whyNot(Subject subject) {
    boolean underWay = subject.underWay().isPresent();
    return switch (this) {
      case PROMOTE -> "it has no second version, or several; split its traffic or point it first";
      case START ->
          underWay
              ? "a rollout is under way; abort it or let it end"
              : "its traffic is split; point it to one version first";
      case ADVANCE, PAUSE ->
          underWay ? "its rollout is paused; resume it" : "no rollout is under way; start one";
      case RESUME -> underWay ? "its rollout is not paused" : "no rollout is under way; start one";
      case APPROVE ->
          underWay ? "its rollout waits for no approval now" : "no rollout is under way; start one";
      case ABORT -> "no rollout is under way";
      case POINT, SPLIT, ROLLBACK -> throw new IllegalArgumentException(this + " is possible");
    };
  }

  /** Returns whether it may be offered for an alias; the preview says why not. */
  boolean isPossible(Subject subject) {
    boolean underWay = subject.underWay().isPresent();
    boolean paused =
        subject.underWay().filter(one -> one.state() == Rollout.State.PAUSED).isPresent();
    return switch (this) {
      case POINT, SPLIT, ROLLBACK -> true;
      case PROMOTE -> underWay || subject.alias().routing().additional().size() == 1;
      case START -> !underWay && !subject.alias().routing().isSplit();
      case ADVANCE, PAUSE -> underWay && !paused;
      case ABORT -> underWay;
      case RESUME -> paused;
      case APPROVE -> subject.underWay().filter(Rollout::isAwaitingApproval).isPresent();
    };
  }
}
