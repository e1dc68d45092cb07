package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.NotFoundException;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the changes of an alias. */
@Command(
    name = "history",
    description = "List the changes of an alias, by whom and why, newest first.",
    footer = {
      "",
      "Examples:",
      "  versioned alias history checkout LIVE --limit 20",
      "  versioned alias history checkout LIVE --since 7d --action rollback"
    })
final class AliasHistoryCommand extends RepositoryCommand {
  @Mixin AliasTarget target;
  @Mixin LedgerFilter filter;
  @Mixin ListOptions list;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Instant start = filter.start();
    Supplier<Stream<LedgerEntry>> rows =
        list.arrange(
            () ->
                Known.orElse(target.in(repo).ledger(), () -> checkKnown(repo))
                    .takeWhile(entry -> !entry.at().isBefore(start))
                    .filter(filter::matches),
            LedgerTable.ORDERS,
            this);
    Supplier<Stream<?>> fields = () -> rows.get().map(Fields::of);
    return list.answer(
        Fields.of("artifact", target.name, "alias", target.alias, "entries", fields),
        LedgerTable.of(false, list, session),
        rows,
        session);
  }

  /** A deleted alias keeps its ledger. */
  private void checkKnown(ArtifactRepository repo) {
    Known.check("list the history", target.name, repo);
    throw new NotFoundException(
        "Cannot list the history of "
            + target.name
            + ":"
            + target.alias
            + ": there is no such alias",
        NotFoundException.Subject.ALIAS);
  }
}
