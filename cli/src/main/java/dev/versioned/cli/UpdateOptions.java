package dev.versioned.cli;

import dev.versioned.AliasUpdate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said of a change of an alias. */
final class UpdateOptions {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the ledger.")
  @Nullable String reason;

  @Option(
      names = "--expect-revision",
      paramLabel = "N",
      description = "Change nothing unless the alias is at this revision; 0: unless there is none.")
  @Nullable Long expectedRevision;

  void addTo(AliasUpdate update) {
    if (reason != null) {
      update.reason(reason);
    }
    if (expectedRevision != null) {
      update.expectRevision(expectedRevision);
    }
  }
}
