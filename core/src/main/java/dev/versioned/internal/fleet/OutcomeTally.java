package dev.versioned.internal.fleet;

import dev.versioned.fleet.LatencyHistogram;
import dev.versioned.fleet.OutcomeCounts;
import dev.versioned.fleet.SplitCounts;
import dev.versioned.model.Alias;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the requests of a process, while the alias that it follows splits them between
 * two versions. Counts begin with each split, and never shrink while it lasts.
 */
public final class OutcomeTally {
  /** Requests count here; null while there is no split, or the process is pinned. */
  private volatile @Nullable Split counting;

  private @Nullable Split split;

  /**
   * A split that is followed.
   *
   * @param since the revision at which it was first followed
   * @param alias the alias at the present weight
   * @param primary the number of the primary version
   * @param other the number of the additional version
   * @param ofPrimary counts the primary version's requests
   * @param ofOther counts the additional version's requests
   * @param before what had been counted when the present weight came
   */
  private record Split(
      long since,
      Alias alias,
      VersionNumber primary,
      VersionNumber other,
      StripedCounts ofPrimary,
      StripedCounts ofOther,
      SortedMap<VersionNumber, OutcomeCounts> before) {

    static Split begin(Alias alias, VersionNumber primary, VersionNumber other) {
      SortedMap<VersionNumber, OutcomeCounts> nothing = new TreeMap<>();
      nothing.put(primary, OutcomeCounts.none());
      nothing.put(other, OutcomeCounts.none());
      return new Split(
          alias.revision(),
          alias,
          primary,
          other,
          new StripedCounts(),
          new StripedCounts(),
          nothing);
    }

    Weight weight() {
      return alias.routing().weightOf(other);
    }

    boolean isOf(Alias next) {
      return alias.epoch() == next.epoch() && alias.revision() == next.revision();
    }

    /**
     * Returns whether another revision continues this split. A split that begins has a new id, and
     * so has one with all its traffic on one side, at each revision; its weight does not fall then.
     */
    boolean continuesAs(Alias next) {
      boolean same =
          alias.epoch() == next.epoch()
              && alias.routing().primary().equals(next.routing().primary())
              && alias.routing().versions().equals(next.routing().versions());
      boolean undivided = alias.slots().runs().size() == 1;
      return same
          && (alias.splitId().equals(next.splitId())
              || (undivided && next.routing().weightOf(other).compareTo(weight()) >= 0));
    }

    Split at(Alias next) {
      boolean sameStep = next.routing().weightOf(other).equals(weight());
      return new Split(
          since, next, primary, other, ofPrimary, ofOther, sameStep ? before : total());
    }

    SortedMap<VersionNumber, OutcomeCounts> total() {
      SortedMap<VersionNumber, OutcomeCounts> sums = new TreeMap<>();
      sums.put(primary, ofPrimary.sum());
      sums.put(other, ofOther.sum());
      return sums;
    }

    SplitCounts counts() {
      SortedMap<VersionNumber, OutcomeCounts> total = total();
      SortedMap<VersionNumber, OutcomeCounts> step = new TreeMap<>();
      total.forEach(
          (version, counts) ->
              step.put(version, counts.minus(before.getOrDefault(version, OutcomeCounts.none()))));
      return new SplitCounts(since, weight(), total, step);
    }
  }

  /** Makes a tally that counts nothing until it follows a split. */
  public OutcomeTally() {}

  /** Counts by another revision from now on; not while the process is pinned to a version. */
  public synchronized void follow(Alias alias, Optional<Version> pinned) {
    split = next(alias);
    // rule: pinned-process-does-not-count
    if (pinned.isPresent()) {
      counting = null;
    } else {
      counting = split;
    }
  }

  private @Nullable Split next(Alias alias) {
    Split present = split;
    if (present != null && present.isOf(alias)) {
      return present;
    }
    if (alias.routing().additional().size() != 1
        || !(alias.routing().primary() instanceof VersionNumber primary)) {
      return null;
    }
    // rule: another-split-counts-from-zero
    if (present != null && present.continuesAs(alias)) {
      return present.at(alias);
    }
    return Split.begin(alias, primary, alias.routing().additional().firstKey());
  }

  /** Returns whether requests are counted now. */
  public boolean isCounting() {
    return counting != null;
  }

  /** Counts a success; its latency in nanoseconds. */
  public void succeeded(Version version, long nanos) {
    StripedCounts counts = countsOf(version);
    if (counts != null) {
      counts.succeeded(LatencyHistogram.bucketOf(nanos));
    }
  }

  /** Counts a success whose latency was not measured. */
  public void succeeded(Version version) {
    StripedCounts counts = countsOf(version);
    if (counts != null) {
      counts.succeeded(StripedCounts.NOT_MEASURED);
    }
  }

  /** Counts a failure; its latency in nanoseconds. */
  public void failed(Version version, long nanos) {
    StripedCounts counts = countsOf(version);
    if (counts != null) {
      counts.failed(LatencyHistogram.bucketOf(nanos));
    }
  }

  /** Counts a failure whose latency was not measured. */
  public void failed(Version version) {
    StripedCounts counts = countsOf(version);
    if (counts != null) {
      counts.failed(StripedCounts.NOT_MEASURED);
    }
  }

  private @Nullable StripedCounts countsOf(Version version) {
    Split now = counting;
    if (now == null || !(version.id() instanceof VersionNumber number)) {
      return null;
    } else if (number.value() == now.primary.value()) {
      return now.ofPrimary;
    }
    return number.value() == now.other.value() ? now.ofOther : null;
  }

  /** Returns what was counted since the present split began, if there is one. */
  public synchronized Optional<SplitCounts> counts() {
    return Optional.ofNullable(split).map(Split::counts);
  }
}
