package dev.versioned.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a process follows an alias.
 *
 * @param seen the newest revision that it has read
 * @param routed the revision that it routes by; older than the one seen while versions are being
 *     prepared, or cannot be
 * @param since since when it routes as it does, by this process's clock
 * @param staleness how long ago the alias was last read
 * @param lastError why the last read failed, or why the versions of a later revision are not ready;
 *     empty if neither is so
 * @param pinned the version that the process is pinned to, if any
 */
public record LiveStatus(
    long seen,
    long routed,
    Instant since,
    Duration staleness,
    Optional<String> lastError,
    Optional<Version> pinned) {

  /**
   * Makes the value.
   *
   * @param seen the newest revision that it has read
   * @param routed the revision that it routes by
   * @param since since when it routes as it does
   * @param staleness how long ago the alias was last read
   * @param lastError why the last read failed, or versions are not ready
   * @param pinned the version that the process is pinned to
   */
  public LiveStatus {
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(staleness, "staleness");
    Objects.requireNonNull(lastError, "lastError");
    Objects.requireNonNull(pinned, "pinned");
  }
}
