package dev.versioned.simulation;

import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The things that an operation on aliases may report as missing; the report must have been true at
 * some time during the call.
 *
 * @param places the aliases
 * @param noRouting whether one has no routing of the required kind
 * @param noRollout whether one has no rollout of the required kind
 * @param version whether a required version was missing
 */
record NotThere(
    Collection<Place> places,
    Predicate<Standing> noRouting,
    Predicate<Standing> noRollout,
    Version version) {

  /** Determines whether a version was missing. */
  @FunctionalInterface
  interface Version {
    /** Returns whether a version required for an alias was unusable, at some time in a span. */
    boolean wasMissing(Place place, Oracle oracle, Span span);
  }

  /** For moves: only versions can be missing. */
  static NotThere ofMoves(Map<Place, Routing> to) {
    return new NotThere(
        to.keySet(),
        standing -> false,
        standing -> false,
        (place, oracle, span) ->
            to.get(place).versions().stream().anyMatch(number -> oracle.wasUnusable(number, span)));
  }

  /** For operations that bring only versions that the alias already has. */
  private static NotThere ofOne(
      Place place, Predicate<Standing> noRouting, Predicate<Standing> noRollout) {
    return new NotThere(List.of(place), noRouting, noRollout, (one, oracle, span) -> false);
  }

  static NotThere ofPromotion(Place place) {
    return ofOne(place, Standing::isWhole, standing -> false);
  }

  static NotThere ofDeletion(Place place) {
    return ofOne(place, standing -> false, standing -> false);
  }

  /** For ticks: a rollout that is over has a result, too. */
  static NotThere ofTicks(Place place) {
    return ofOne(place, standing -> false, standing -> standing.rollout().isEmpty());
  }

  static NotThere ofSteering(Place place) {
    return ofOne(place, standing -> false, standing -> !standing.isRollingOut());
  }

  /** For advances: a rollout from the working copy does not protect its version. */
  static NotThere ofAdvance(Place place) {
    return new NotThere(
        List.of(place),
        standing -> false,
        standing -> !standing.isRollingOut(),
        (one, oracle, span) ->
            oracle.ledgers.was(
                one.alias(),
                span,
                standing ->
                    standing
                        .rollout()
                        .filter(rollout -> oracle.wasUnusable(rollout.plan().version(), span))
                        .isPresent()));
  }

  /** For rollbacks: an earlier routing must exist, and its versions must still be usable. */
  static NotThere ofRollbacks(Collection<Place> places) {
    return new NotThere(
        places,
        Standing::hasNoWayBack,
        standing -> false,
        (place, oracle, span) ->
            oracle.ledgers.was(
                place.alias(),
                span,
                standing ->
                    standing.earlierVersions().stream()
                        .anyMatch(number -> oracle.wasUnusable(number, span))));
  }

  /** Checks that whatever was reported as missing was missing. */
  void check(Oracle oracle, Span span, NotFoundException e) {
    boolean was =
        places.stream()
            .anyMatch(place -> wasMissing(place, oracle.of(place.artifact()), span, e.subject()));
    Oracle.check(was, promise(e), () -> "it existed all the time: " + e.getMessage());
  }

  private static int promise(NotFoundException e) {
    return switch (e.subject()) {
      case ROUTING, ROLLOUT -> 8;
      case ALIAS -> 7;
      default -> 6;
    };
  }

  private boolean wasMissing(
      Place place, Oracle oracle, Span span, NotFoundException.Subject subject) {
    return switch (subject) {
      case ALIAS -> oracle.ledgers.was(place.alias(), span, Standing::isAbsent);
      case ROUTING -> oracle.ledgers.was(place.alias(), span, noRouting);
      case ROLLOUT -> oracle.ledgers.was(place.alias(), span, noRollout);
      case VERSION -> version.wasMissing(place, oracle, span);
      case ARTIFACT -> false;
    };
  }
}
