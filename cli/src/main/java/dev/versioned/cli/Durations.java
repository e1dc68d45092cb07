package dev.versioned.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: {@code 90d}, {@code 12h}, {@code 5m}, {@code 30s}, or ISO 8601. */
final class Durations {
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(d|h|m|s|ms)");

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Durations() {}

  static Duration parse(String text) {
    Duration time = read(text);
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "Cannot use '" + text + "' as a time: it must be 0 to 36500d (100 years)");
    }
    return time;
  }

  private static Duration read(String text) {
    Matcher m = SHORT.matcher(text);
    if (m.matches()) {
      long count = Long.parseLong(m.group(1));
      return switch (m.group(2)) {
        case "d" -> Duration.ofDays(count);
        case "h" -> Duration.ofHours(count);
        case "m" -> Duration.ofMinutes(count);
        case "s" -> Duration.ofSeconds(count);
        case "ms" -> Duration.ofMillis(count);
        default -> throw new IllegalStateException("Cannot read the unit " + m.group(2));
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "Cannot use '" + text + "' as a time: write 90d, 12h, 5m, 30s or PT1H30M", e);
    }
  }
}
