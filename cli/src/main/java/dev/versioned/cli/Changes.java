package dev.versioned.cli;

import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Routing;
import java.util.Locale;

/** A change of an alias as a line: what it was, what it is now, who changed it and why. */
final class Changes {
  private Changes() {}

  static String line(LedgerEntry entry) {
    return entry.action().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + ": "
        + text(entry)
        + ", by "
        + entry.by()
        + (entry.reason().isEmpty() ? "" : ": " + entry.reason());
  }

  private static String text(LedgerEntry entry) {
    String after = entry.after().map(Routing::toString).orElse("nothing");
    return entry.before().equals(entry.after())
        ? after
        : entry.before().map(Routing::toString).orElse("nothing") + " -> " + after;
  }
}
