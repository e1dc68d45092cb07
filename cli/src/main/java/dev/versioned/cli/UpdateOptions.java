package dev.versioned.cli;

import dev.versioned.AliasUpdate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a change of an alias. */
final class UpdateOptions {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the ledger.")
  @Nullable String reason;

  @Option(
      names = "--expect-revision",
      paramLabel = "N",
      description = "Change nothing unless the alias is at this revision; 0: unless there is none.")
  @Nullable Long expectedRevision;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description =
          "Names this change: made again under the same key, it changes nothing and says that it is"
              + " done. A job's run id is a good key.")
  @Nullable String idempotencyKey;

  @Mixin BreakFreezeOption breakFreeze;

  void addTo(AliasUpdate update) {
    breakFreeze.addTo(update);
    if (reason != null) {
      update.reason(reason);
    }
    if (idempotencyKey != null) {
      update.idempotencyKey(idempotencyKey);
    }
    if (expectedRevision != null) {
      update.expectRevision(expectedRevision);
    }
  }
}
