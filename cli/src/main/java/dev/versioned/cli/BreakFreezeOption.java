package dev.versioned.cli;

import dev.versioned.AliasUpdate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option by which a move breaks a freeze. */
final class BreakFreezeOption {
  @Option(
      names = "--break-freeze",
      paramLabel = "REASON",
      description =
          "Move the alias although it is frozen; the ledger has this reason. The freeze stays.")
  @Nullable String reason;

  void addTo(AliasUpdate update) {
    if (reason != null) {
      update.breakFreeze(reason);
    }
  }
}
