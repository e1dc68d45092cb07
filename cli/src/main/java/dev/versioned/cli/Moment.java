package dev.versioned.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A time as people write it: a point in time with its offset from UTC, or how far from now it is.
 *
 * @param point the point in time; empty if it is given by its distance
 * @param distance how far from now; zero if it is a point in time
 */
record Moment(Optional<Instant> point, Duration distance) {
  /**
   * Reads a time.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static Moment parse(String text) {
    try {
      return new Moment(Optional.of(OffsetDateTime.parse(text).toInstant()), Duration.ZERO);
    } catch (DateTimeParseException noPoint) {
      try {
        return new Moment(Optional.empty(), Durations.parse(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Cannot use '"
                + text
                + "' as a time: write how long, such as 12h or 7d, or a point in time with its"
                + " offset, such as 2026-12-27T00:00Z",
            e);
      }
    }
  }

  /** Returns the point in time, if a distance is into the past. */
  Instant ago() {
    return point.orElseGet(() -> Instant.now().minus(distance));
  }

  /** Returns the point in time, if a distance is into the future. */
  Instant ahead() {
    return point.orElseGet(() -> Instant.now().plus(distance));
  }
}
