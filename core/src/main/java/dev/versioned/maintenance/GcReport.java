package dev.versioned.maintenance;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The result of a run of {@link dev.versioned.Gc}.
 *
 * @param tallies the results for each reason that occurred
 * @param failures the things that could not be removed or listed; the next run tries again
 * @param foreign how many objects of other writers were found under the artifacts' names, and kept
 */
public record GcReport(Map<Garbage.Reason, Tally> tallies, List<Failure> failures, long foreign) {

  /**
   * The results of one reason.
   *
   * @param removed how many pieces were removed
   * @param removedBytes how many bytes that freed; two concurrent runs may both count the same
   *     piece
   * @param spared how many were found to be in use, or restored, when they were to be removed
   * @param failed how many could not be removed
   */
  public record Tally(long removed, long removedBytes, long spared, long failed) {
    static final Tally NONE = new Tally(0, 0, 0, 0);

    /**
     * Adds two tallies.
     *
     * @param other the other one
     * @return their sum
     */
    public Tally plus(Tally other) {
      Objects.requireNonNull(other, "other");
      return new Tally(
          removed + other.removed,
          removedBytes + other.removedBytes,
          spared + other.spared,
          failed + other.failed);
    }
  }

  /**
   * Makes a report; map and list are copied.
   *
   * @param tallies the results for each reason that occurred
   * @param failures the things that could not be removed or listed
   * @param foreign how many objects of other writers were kept
   */
  public GcReport {
    Objects.requireNonNull(tallies, "tallies");
    Objects.requireNonNull(failures, "failures");
    Map<Garbage.Reason, Tally> copy = new EnumMap<>(Garbage.Reason.class);
    copy.putAll(tallies);
    tallies = Collections.unmodifiableMap(copy);
    failures = List.copyOf(failures);
  }

  /**
   * Returns the results of one reason.
   *
   * @param reason the reason
   * @return its tally, of zeros if there was none
   */
  public Tally of(Garbage.Reason reason) {
    Objects.requireNonNull(reason, "reason");
    return tallies.getOrDefault(reason, Tally.NONE);
  }

  /**
   * Returns the results of all reasons.
   *
   * @return the sum of the tallies
   */
  public Tally total() {
    return tallies.values().stream().reduce(Tally.NONE, Tally::plus);
  }
}
