package dev.versioned.fleet;

import dev.versioned.model.VersionNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a process reports of the alias that it follows.
 *
 * @param process the process: its name, such as the host's, and a random id, as {@code host-7#ID}
 * @param epoch the epoch of the revision that it routes by
 * @param revision the revision that it routes by
 * @param ready the versions that it routes to
 * @param notReady the versions that it could not prepare, with short reasons
 * @param staleness how long ago it had last read the alias
 * @param reportedAt when it reported, by its clock
 * @param validUntil until when the report counts
 * @param counts what became of its requests, if it counts them and the alias splits its traffic;
 *     they count on after {@code validUntil}
 */
public record ProcessReport(
    String process,
    long epoch,
    long revision,
    SortedSet<VersionNumber> ready,
    SortedMap<VersionNumber, String> notReady,
    Duration staleness,
    Instant reportedAt,
    Instant validUntil,
    Optional<SplitCounts> counts) {

  /**
   * Makes the report; the collections are copied.
   *
   * @param process the process
   * @param epoch the epoch of the revision that it routes by
   * @param revision the revision that it routes by
   * @param ready the versions that it routes to
   * @param notReady the versions that it could not prepare, with short reasons
   * @param staleness how long ago it had last read the alias
   * @param reportedAt when it reported, by its clock
   * @param validUntil until when the report counts
   * @param counts what became of its requests
   */
  public ProcessReport {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(staleness, "staleness");
    Objects.requireNonNull(reportedAt, "reportedAt");
    Objects.requireNonNull(validUntil, "validUntil");
    Objects.requireNonNull(counts, "counts");
    ready =
        Collections.unmodifiableSortedSet(new TreeSet<>(Objects.requireNonNull(ready, "ready")));
    notReady =
        Collections.unmodifiableSortedMap(
            new TreeMap<>(Objects.requireNonNull(notReady, "notReady")));
  }

  /**
   * Makes the report of a process that counts no requests.
   *
   * @param process the process
   * @param epoch the epoch of the revision that it routes by
   * @param revision the revision that it routes by
   * @param ready the versions that it routes to
   * @param notReady the versions that it could not prepare, with short reasons
   * @param staleness how long ago it had last read the alias
   * @param reportedAt when it reported, by its clock
   * @param validUntil until when the report counts
   */
  public ProcessReport(
      String process,
      long epoch,
      long revision,
      SortedSet<VersionNumber> ready,
      SortedMap<VersionNumber, String> notReady,
      Duration staleness,
      Instant reportedAt,
      Instant validUntil) {
    this(
        process,
        epoch,
        revision,
        ready,
        notReady,
        staleness,
        reportedAt,
        validUntil,
        Optional.empty());
  }

  /**
   * Returns the name of the process, without its random id.
   *
   * @return the name, such as the host's
   */
  public String name() {
    int hash = process.indexOf('#');
    return hash < 0 ? process : process.substring(0, hash);
  }
}
