package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.model.EarlierRouting;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Advice on a rollback: it may restore a split that still gives traffic to the version that is
 * rolled back.
 *
 * @param left the versions whose share shrinks, and not to nothing
 * @param stable the nearest earlier routing that gives none of them traffic
 */
record RollbackAdvice(SortedSet<VersionNumber> left, Optional<EarlierRouting> stable) {
  /** How many earlier routings are read at most: each is a request. */
  private static final int FARTHEST = 100;

  /** Advises; {@code further} is what rollbacks after this one bring back. */
  static RollbackAdvice of(Routing before, Routing after, Stream<EarlierRouting> further) {
    SortedSet<VersionNumber> left = new TreeSet<>();
    for (VersionNumber version : after.versions()) {
      int points = after.weightOf(version).basisPoints();
      if (points > 0 && points < before.weightOf(version).basisPoints()) {
        left.add(version);
      }
    }
    return new RollbackAdvice(
        left,
        left.isEmpty()
            ? Optional.empty()
            : further
                .limit(FARTHEST)
                .filter(
                    earlier ->
                        left.stream()
                            .allMatch(v -> earlier.routing().weightOf(v).basisPoints() == 0))
                .findFirst());
  }

  /** The advice as lines; none if nothing need be said. */
  List<String> lines(AliasHandle alias, Routing after) {
    return left.stream()
        .map(
            version ->
                "version "
                    + version
                    + " keeps "
                    + after.weightOf(version)
                    + " of the traffic; "
                    + stable
                        .map(
                            earlier ->
                                "to give it none, go back to "
                                    + earlier.routing()
                                    + ": versioned alias rollback "
                                    + alias.toString().replace(':', ' ')
                                    + " --to-revision "
                                    + earlier.revision())
                        .orElse(
                            "to give it none, use versioned alias point: no earlier routing gave"
                                + " it none"))
        .toList();
  }
}
