package dev.versioned.console;

import dev.versioned.model.Routing;
import dev.versioned.model.Target;
import dev.versioned.model.Weight;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as people read them. */
final class Shown {
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  private Shown() {}

  /** Returns a number of bytes, such as {@code 1.4 MiB}. */
  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }

  /** Returns a time as its age, with the exact time in the title. */
  static Html time(Instant time, Instant now) {
    return Html.of("time", age(time, now)).attr("datetime", time).attr("title", EXACT.format(time));
  }

  /** Returns a time in full. */
  static Html exactTime(Instant time) {
    return Html.of("time", EXACT.format(time)).attr("datetime", time);
  }

  /** Returns how far a time is from now, such as {@code 5 min ago} or {@code in 2 h}. */
  static String age(Instant time, Instant now) {
    Duration between = Duration.between(time, now);
    boolean past = !between.isNegative();
    String text = duration(between.abs());
    return text.equals("0 s") ? "now" : past ? text + " ago" : "in " + text;
  }

  /** Returns a duration in its largest unit. */
  static String duration(Duration duration) {
    if (duration.toDays() > 1) {
      return duration.toDays() + " days";
    } else if (duration.toHours() > 1) {
      return duration.toHours() + " h";
    } else if (duration.toMinutes() > 1) {
      return duration.toMinutes() + " min";
    }
    return duration.toSeconds() + " s";
  }

  /** Returns a share, such as {@code 12.5 %}. */
  static String percent(Weight weight) {
    return BigDecimal.valueOf(weight.basisPoints(), 2).stripTrailingZeros().toPlainString() + " %";
  }

  /** Returns the shares of a routing, the primary first. */
  static Map<Target, Weight> shares(Routing routing) {
    Map<Target, Weight> shares = new LinkedHashMap<>();
    shares.put(routing.primary(), routing.primaryWeight());
    shares.putAll(routing.additional());
    return shares;
  }

  /** Returns a routing, such as {@code version 1 at 90 %, version 2 at 10 %}. */
  static String routing(Routing routing) {
    return shares(routing).entrySet().stream()
        .map(share -> target(share.getKey()) + " at " + percent(share.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Returns the name of a version, or of the working copy. */
  static String target(Target target) {
    return target.toString().startsWith("$") ? target.toString() : "version " + target;
  }

  /** Returns a word of code, such as {@code ROLLED_BACK}, as words. */
  static String words(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns the text, or a dash if it is empty. */
  static String orDash(String text) {
    return text.isEmpty() ? "–" : text;
  }
}
