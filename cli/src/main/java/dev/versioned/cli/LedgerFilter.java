package dev.versioned.cli;

import dev.versioned.model.LedgerEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a list of changes: which of them. */
final class LedgerFilter {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only changes since a point in time, such as 2026-12-27T00:00Z, or of the last TIME, such as"
              + " 1h or 7d.")
  @Nullable Moment since;

  @Option(names = "--by", paramLabel = "WHO", description = "Only changes that WHO made.")
  @Nullable String by;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "Only changes of one kind, such as rollback.")
  LedgerEntry.@Nullable Action action;

  /** Returns the earliest time that is asked for. */
  Instant start() {
    return since == null ? Instant.MIN : since.ago();
  }

  /** Returns whether a change is asked for, whenever it was made. */
  boolean matches(LedgerEntry entry) {
    return (by == null || by.equals(entry.by())) && (action == null || action == entry.action());
  }
}
