package dev.versioned.internal.archive;

import dev.versioned.internal.Log;
import dev.versioned.maintenance.CopyReport;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Counts what a copy does, and reports it after each version. Thread-safe. */
final class Tally {
  /** What is counted. */
  enum Of {
    ARTIFACTS,
    VERSIONS,
    VERSIONS_SKIPPED,
    BYTES,
    BYTES_SKIPPED,
    ALIASES,
    ROWS,
    KEYS,
    RECORDS_SKIPPED
  }

  private final Consumer<CopyReport> listener;
  private final Map<Of, Long> counts = new EnumMap<>(Of.class);

  Tally(Consumer<CopyReport> listener) {
    this.listener = listener;
  }

  synchronized void add(Of what, long amount) {
    counts.merge(what, amount, Long::sum);
    if (what == Of.VERSIONS || what == Of.VERSIONS_SKIPPED || what == Of.ARTIFACTS) {
      try {
        listener.accept(report());
      } catch (RuntimeException e) {
        Log.TRANSFER.warn("a listener of a copy failed", e);
      }
    }
  }

  synchronized CopyReport report() {
    return new CopyReport(
        count(Of.ARTIFACTS),
        count(Of.VERSIONS),
        count(Of.VERSIONS_SKIPPED),
        count(Of.BYTES),
        count(Of.BYTES_SKIPPED),
        count(Of.ALIASES),
        count(Of.ROWS),
        count(Of.KEYS),
        count(Of.RECORDS_SKIPPED));
  }

  private long count(Of what) {
    return counts.getOrDefault(what, 0L);
  }
}
