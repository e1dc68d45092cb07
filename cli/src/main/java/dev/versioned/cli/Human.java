package dev.versioned.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Sizes and times as people read them. */
final class Human {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private Human() {}

  /** Returns a size with three digits at most, as 12.3 MB. */
  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double shown = bytes;
    String unit = "";
    for (String next : UNITS) {
      // Half a digit below 1000 would be printed as 1000.
      if (shown < 999.5) {
        break;
      }
      shown /= 1000;
      unit = next;
    }
    return String.format(Locale.ROOT, shown < 99.95 ? "%.1f %s" : "%.0f %s", shown, unit);
  }

  /** Returns how long ago a time was, in its largest unit, as 3d. */
  static String age(Instant time, Instant now) {
    return duration(Duration.between(time, now));
  }

  /** Returns a duration in its largest unit, as 3d; one that is negative is 0s. */
  static String duration(Duration time) {
    long seconds = Math.max(time.toSeconds(), 0);
    if (seconds < 120) {
      return seconds + "s";
    } else if (seconds < 120 * 60) {
      return seconds / 60 + "m";
    } else if (seconds < 48 * 3600) {
      return seconds / 3600 + "h";
    }
    long days = seconds / 86_400;
    return days < 730 ? days + "d" : days / 365 + "y";
  }
}
