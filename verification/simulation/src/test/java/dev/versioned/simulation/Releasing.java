package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.AliasHandle;
import dev.versioned.ReleaseSet;
import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Routing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Operations that move several aliases at once, and checks of their results. */
final class Releasing {
  private Releasing() {}

  /** Moves a set of aliases, whatever their revisions. */
  static Operation release(Map<Place, Routing> routings, int tries) {
    Map<Place, Routing> set = new LinkedHashMap<>(routings);
    return new Operation(
        Operation.Kind.RELEASE,
        "release " + set,
        hands ->
            hands.insist(
                tries,
                token -> {
                  ReleaseSet release = hands.repository.releaseSet();
                  set.forEach((place, to) -> release.move(handle(hands, place), to));
                  released(hands, apply(release, token, set.keySet()), set, token);
                },
                e -> Deploying.refused(hands, e, NotThere.ofMoves(set))));
  }

  /** Reads a set of aliases, and moves it only if all are as read. */
  static Operation fenced(Map<Place, Routing> routings) {
    Map<Place, Routing> set = new LinkedHashMap<>(routings);
    return new Operation(
        Operation.Kind.RELEASE_FENCED,
        "release " + set + " if they are as read",
        hands ->
            hands.insist(
                1,
                token -> {
                  ReleaseSet release = hands.repository.releaseSet();
                  List<Long> revisions = new ArrayList<>();
                  for (Map.Entry<Place, Routing> one : set.entrySet()) {
                    Place place = one.getKey();
                    long revision = revision(hands, place);
                    revisions.add(revision);
                    release.move(handle(hands, place), one.getValue(), revision);
                  }
                  List<Alias> released = apply(release, token, set.keySet());
                  released(hands, released, set, token);
                  hands.claim((oracle, span) -> comeAfter(released, revisions));
                },
                e -> fencedOff(hands, e, NotThere.ofMoves(set))));
  }

  private static long revision(Hands hands, Place place) {
    return handle(hands, place).find().map(Alias::revision).orElse(0L);
  }

  private static AliasHandle handle(Hands hands, Place place) {
    return hands.repository.artifact(place.artifact()).alias(place.alias());
  }

  /** Rolls back a set of aliases, whatever their revisions. */
  static Operation rollback(Collection<Place> places, int tries) {
    return new Operation(
        Operation.Kind.RELEASE_ROLLBACK,
        "roll back all of " + places,
        hands ->
            hands.insist(
                tries,
                token -> {
                  ReleaseSet release = hands.repository.releaseSet();
                  places.forEach(place -> release.rollback(handle(hands, place)));
                  released(hands, apply(release, token, places), Map.of(), token);
                },
                e -> Deploying.refused(hands, e, NotThere.ofRollbacks(List.copyOf(places)))));
  }

  /**
   * Moves a set of aliases, and then reverts the moves if the aliases have not been moved since:
   * aliases that it created are deleted.
   */
  static Operation takenBack(Map<Place, Routing> routings) {
    Map<Place, Routing> set = new LinkedHashMap<>(routings);
    return new Operation(
        Operation.Kind.RELEASE_TAKEN_BACK,
        "release " + set + ", and take it back",
        hands -> {
          List<Alias> released = new ArrayList<>();
          hands.insist(
              1,
              token -> {
                ReleaseSet there = hands.repository.releaseSet();
                set.forEach((place, to) -> there.move(handle(hands, place), to));
                released.addAll(apply(there, token, set.keySet()));
                released(hands, released, set, token);
              },
              e -> Deploying.refused(hands, e, NotThere.ofMoves(set)));
          if (!released.isEmpty()) {
            hands.insist(
                1,
                token -> {
                  ReleaseSet back = hands.repository.releaseSet().rollback(released);
                  List<Alias> kept = apply(back, token, set.keySet());
                  hands.claim((oracle, span) -> areTakenBack(oracle, released, kept, token));
                },
                e -> fencedOff(hands, e, NotThere.ofRollbacks(set.keySet())));
          }
        });
  }

  private static List<Alias> apply(ReleaseSet set, String token, Collection<Place> places) {
    return set.apply(update -> update.reason(Place.reason(token, places)));
  }

  /** Checks that all were moved, in the given order, each to its target. */
  private static void released(
      Hands hands, List<Alias> released, Map<Place, Routing> set, String token) {
    List<Place> places = released.stream().map(a -> new Place(a.artifact(), a.name())).toList();
    hands.claim(
        (oracle, span) -> {
          check(
              set.isEmpty() || places.equals(List.copyOf(set.keySet())),
              7,
              () -> set + " was to be moved, and " + places + " was reported");
          for (Alias alias : released) {
            Place place = new Place(alias.artifact(), alias.name());
            check(
                alias.routing().equals(set.getOrDefault(place, alias.routing())),
                7,
                () -> alias + " was not moved to " + set.get(place));
            check(
                oracle
                    .ledgersOf(place.artifact())
                    .reasonAt(place.alias(), alias.revision())
                    .equals(Place.reason(token, places)),
                7,
                () -> alias + " was reported as moved, and the ledger says otherwise");
          }
        });
  }

  /**
   * Checks that each has one more row, of this very set; aliases that are not reported were created
   * by it.
   */
  private static void areTakenBack(
      Oracle oracle, List<Alias> released, List<Alias> kept, String token) {
    List<Place> places = released.stream().map(Releasing::placeOf).toList();
    Set<Place> there = new HashSet<>(kept.stream().map(Releasing::placeOf).toList());
    check(places.containsAll(there), 7, () -> kept + " were reported for " + places);
    for (Alias alias : released) {
      Place place = placeOf(alias);
      Ledgers ledgers = oracle.ledgersOf(place.artifact());
      boolean created = ledgers.actionAt(place.alias(), alias.revision()) == Action.CREATE;
      long next = alias.revision() + 1;
      check(
          there.contains(place) != created
              && ledgers.actionAt(place.alias(), next)
                  == (created ? Action.DELETE : Action.ROLLBACK)
              && ledgers.reasonAt(place.alias(), next).equals(Place.reason(token, places)),
          7,
          () -> alias + " was reported as taken back, and the ledger says otherwise");
    }
  }

  private static Place placeOf(Alias alias) {
    return new Place(alias.artifact(), alias.name());
  }

  private static void comeAfter(List<Alias> moved, List<Long> revisions) {
    for (int i = 0; i < moved.size(); i++) {
      long revision = revisions.get(i);
      Alias alias = moved.get(i);
      check(
          revision == 0 || alias.revision() == revision + 1,
          7,
          () -> alias + " was moved from another revision than " + revision);
    }
  }

  /**
   * Checks that a conflict is reported only if another actor has moved one of them in the meantime.
   */
  private static void fencedOff(Hands hands, ArtifactException e, NotThere missing) {
    if (e instanceof RevisionConflictException) {
      hands.claim(
          (oracle, span) ->
              check(
                  missing.places().stream()
                      .anyMatch(
                          place ->
                              oracle.ledgersOf(place.artifact()).wasMoved(place.alias(), span)),
                  7,
                  () -> "nobody has moved any of " + missing.places() + ": " + e.getMessage()));
    } else {
      Deploying.refused(hands, e, missing);
    }
  }
}
