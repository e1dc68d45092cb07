package dev.versioned.internal.fleet;

import dev.versioned.fleet.SplitCounts;
import dev.versioned.model.VersionNumber;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** What a process reports of itself; see {@link dev.versioned.fleet.ProcessReport}. */
public record State(
    long epoch,
    long revision,
    SortedSet<VersionNumber> ready,
    SortedMap<VersionNumber, String> notReady,
    Duration staleness,
    Optional<SplitCounts> counts) {

  /** The state of a process that counts no requests. */
  public State(
      long epoch,
      long revision,
      SortedSet<VersionNumber> ready,
      SortedMap<VersionNumber, String> notReady,
      Duration staleness) {
    this(epoch, revision, ready, notReady, staleness, Optional.empty());
  }

  /** Returns this state with what the process counted. */
  public State withCounts(Optional<SplitCounts> counted) {
    return new State(epoch, revision, ready, notReady, staleness, counted);
  }
}
