package dev.versioned.fleet;

import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one process counted while an alias split its traffic between two versions: totals since it
 * followed the split, which only grow, and those of the present weight alone. Immutable.
 *
 * @param since the revision at which the process began to follow the split
 * @param weight the share of the additional version
 * @param total the counts of each version since then
 * @param step the counts of each version since the process followed this weight
 */
public record SplitCounts(
    long since,
    Weight weight,
    SortedMap<VersionNumber, OutcomeCounts> total,
    SortedMap<VersionNumber, OutcomeCounts> step) {
  /** How many versions a split has whose outcomes are counted. */
  private static final int VERSIONS = 2;

  /**
   * Validates the counts; the maps are copied.
   *
   * @param since the revision at which the process began to follow the split
   * @param weight the share of the additional version
   * @param total the counts of each version since then
   * @param step the counts of each version since the process followed this weight
   * @throws IllegalArgumentException if the revision is not positive, there are not the same two
   *     versions or fewer in both maps, or a step has more than the total
   */
  public SplitCounts {
    Objects.requireNonNull(weight, "weight");
    total =
        Collections.unmodifiableSortedMap(new TreeMap<>(Objects.requireNonNull(total, "total")));
    step = Collections.unmodifiableSortedMap(new TreeMap<>(Objects.requireNonNull(step, "step")));
    if (since < 1) {
      throw new IllegalArgumentException("Cannot count since revision " + since);
    }
    if (total.size() > VERSIONS || !total.keySet().equals(step.keySet())) {
      throw new IllegalArgumentException(
          "Cannot count the versions "
              + total.keySet()
              + " and "
              + step.keySet()
              + ": a split has two");
    }
    for (VersionNumber version : step.keySet()) {
      checkPart(of(step, version), of(total, version));
    }
  }

  private static OutcomeCounts of(
      SortedMap<VersionNumber, OutcomeCounts> counts, VersionNumber version) {
    return counts.getOrDefault(version, OutcomeCounts.none());
  }

  /** The latencies are not looked at: they are not compared between a step and the total. */
  private static void checkPart(OutcomeCounts part, OutcomeCounts whole) {
    // rule: step-counts-no-more-than-the-total
    if (part.successes() > whole.successes() || part.failures() > whole.failures()) {
      throw new IllegalArgumentException(
          "Cannot count " + part.requests() + " requests of " + whole.requests());
    }
  }
}
