package dev.versioned.fleet;

import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What all processes counted that follow an alias: the sum of the last report of each process,
 * those that have ended and those that have left the sample included. So the sums only grow while a
 * split lasts, up to {@link #KEPT_DAYS} days. Immutable.
 *
 * @param reports the reports with counts, expired or not
 * @param unreadable how many reports have counts that cannot be read; they are not in the sums
 */
public record FleetCounts(List<ProcessReport> reports, long unreadable) {
  /** How many days the counts of a process are kept after its last report. */
  public static final int KEPT_DAYS = 7;

  /**
   * Makes the counts; the list is copied.
   *
   * @param reports the reports with counts
   * @param unreadable how many reports have counts that cannot be read
   */
  public FleetCounts {
    reports = List.copyOf(Objects.requireNonNull(reports, "reports"));
  }

  /**
   * Returns the counts of a version in the present split.
   *
   * @param version the version
   * @param epoch the epoch of the alias
   * @param revision the revision that began the split: what processes counted in earlier ones is
   *     left out
   * @return the sum
   * @throws ArithmeticException if a count overflows
   */
  public OutcomeCounts total(VersionNumber version, long epoch, long revision) {
    Objects.requireNonNull(version, "version");
    return sum(version, ofSplit(epoch, revision), SplitCounts::total);
  }

  /**
   * Returns the counts of a version at one weight of the present split.
   *
   * @param version the version
   * @param epoch the epoch of the alias
   * @param revision the revision that began the split
   * @param weight the weight
   * @return the sum over the processes that follow this weight, or ended while they did
   * @throws ArithmeticException if a count overflows
   */
  public OutcomeCounts step(VersionNumber version, long epoch, long revision, Weight weight) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(weight, "weight");
    return sum(
        version,
        ofSplit(epoch, revision)
            // rule: step-counts-its-own-weight
            .filter(counts -> counts.weight().equals(weight)),
        SplitCounts::step);
  }

  private Stream<SplitCounts> ofSplit(long epoch, long revision) {
    return reports.stream()
        .filter(report -> report.epoch() == epoch)
        .flatMap(report -> report.counts().stream())
        // rule: earlier-split-is-not-counted
        .filter(counts -> counts.since() >= revision);
  }

  private static OutcomeCounts sum(
      VersionNumber version,
      Stream<SplitCounts> counts,
      Function<SplitCounts, SortedMap<VersionNumber, OutcomeCounts>> part) {
    return counts
        .map(split -> part.apply(split).getOrDefault(version, OutcomeCounts.none()))
        .reduce(OutcomeCounts.none(), OutcomeCounts::plus);
  }
}
