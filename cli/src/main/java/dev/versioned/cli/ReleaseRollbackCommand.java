package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.ReleaseSet;
import dev.versioned.cli.document.Document;
import dev.versioned.cli.document.DocumentException;
import dev.versioned.model.Alias;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes back what an apply did. */
@Command(
    name = "rollback",
    description = {
      "Take back what an apply did, in one transaction: all of it, or nothing if an alias has been"
          + " moved since. What it moved goes back, what it created is deleted."
    },
    footer = {"", "Examples:", "  versioned release rollback receipt.json --reason \"error rate\""})
final class ReleaseRollbackCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "RECEIPT", description = "What apply --receipt wrote.")
  String receipt;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the ledgers.")
  @Nullable String reason;

  @Mixin BreakFreezeOption breakFreeze;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    ReleaseSet set = repo.releaseSet();
    List<AliasHandle> applied = new ArrayList<>();
    for (Document.Entry entry : Receipt.of(session, receipt).read()) {
      int colon = entry.name().indexOf(':');
      try {
        AliasHandle alias =
            repo.artifact(entry.name().substring(0, Math.max(colon, 0)))
                .alias(entry.name().substring(colon + 1));
        set.rollback(alias, Long.parseLong(entry.value().text()));
        applied.add(alias);
      } catch (IllegalArgumentException e) {
        throw new DocumentException(entry.at(), String.valueOf(e.getMessage()));
      }
    }
    List<Alias> back =
        applied.isEmpty()
            ? List.of()
            : set.apply(
                update -> {
                  update.reason(reason == null ? "release rolled back" : reason);
                  breakFreeze.addTo(update);
                });
    return answer(applied, back);
  }

  /** An alias that is not among the moved ones was deleted, because the apply had created it. */
  private static Answer answer(List<AliasHandle> applied, List<Alias> back) {
    Set<String> kept =
        back.stream().map(a -> a.artifact() + ":" + a.name()).collect(Collectors.toSet());
    List<String> deleted =
        applied.stream().map(AliasHandle::toString).filter(a -> !kept.contains(a)).toList();
    List<String> lines = new ArrayList<>(back.stream().map(Alias::toString).toList());
    deleted.forEach(alias -> lines.add("deleted " + alias + ", which the release had created"));
    lines.add(
        applied.isEmpty()
            ? "nothing was moved, nothing is rolled back"
            : "rolled back " + applied.size() + " aliases in one transaction");
    return Answer.of(
        Fields.of("moved", back.stream().map(Fields::of).toList(), "deleted", deleted),
        lines::stream);
  }
}
