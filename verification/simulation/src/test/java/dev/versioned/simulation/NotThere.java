package dev.versioned.simulation;

import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What may be missing of what an operation needs of aliases: if it is told that something is not
 * there, that must have been so at some time of the call.
 *
 * @param places the aliases
 * @param noRouting when one has no routing of the kind that is wanted
 * @param noRollout when one has no rollout of the kind that is wanted
 * @param version whether a version was missing that is wanted
 */
record NotThere(
    Collection<Place> places,
    Predicate<Standing> noRouting,
    Predicate<Standing> noRollout,
    Version version) {

  /** Tells whether a version was missing. */
  @FunctionalInterface
  interface Version {
    /** Whether one that is wanted for an alias could not be used, at some time of a span. */
    boolean wasMissing(Place place, Oracle oracle, Span span);
  }

  /** Of moves: nothing but versions can be missing. */
  static NotThere ofMoves(Map<Place, Routing> to) {
    return new NotThere(
        to.keySet(),
        standing -> false,
        standing -> false,
        (place, oracle, span) ->
            to.get(place).versions().stream().anyMatch(number -> oracle.wasUnusable(number, span)));
  }

  /** Of what brings no version that the alias does not hold. */
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

  /** Also of one that is over, something can be told. */
  static NotThere ofTicks(Place place) {
    return ofOne(place, standing -> false, standing -> standing.rollout().isEmpty());
  }

  static NotThere ofSteering(Place place) {
    return ofOne(place, standing -> false, standing -> !standing.isRollingOut());
  }

  /** Of rollbacks: something else must have served before, and its versions still be there. */
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

  /** Checks that what was told to be missing was missing. */
  void check(Oracle oracle, Span span, NotFoundException e) {
    boolean was =
        places.stream()
            .anyMatch(place -> wasMissing(place, oracle.of(place.artifact()), span, e.subject()));
    Oracle.check(was, promise(e), () -> "it was there all the time: " + e.getMessage());
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
