package dev.versioned.internal.fleet;

import dev.versioned.model.VersionNumber;
import java.time.Duration;
import java.util.SortedMap;
import java.util.SortedSet;

/** What a process reports of itself; see {@link dev.versioned.fleet.ProcessReport}. */
public record State(
    long epoch,
    long revision,
    SortedSet<VersionNumber> ready,
    SortedMap<VersionNumber, String> notReady,
    Duration staleness) {}
