package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the changes of all aliases. */
@Command(
    name = "history",
    description = {
      "List the changes of all aliases, by whom and why, newest first.",
      "Reads each alias of each artifact, deleted ones too, and its changes since then."
    },
    footer = {
      "",
      "Examples:",
      "  versioned history --since 1h",
      "  versioned history --since 7d --by anna --name-prefix acme."
    })
final class HistoryCommand extends RepositoryCommand {
  @Option(
      names = "--name-prefix",
      paramLabel = "TEXT",
      description = "Only artifacts whose names start with this text.")
  @Nullable String prefix;

  @Mixin LedgerFilter filter;
  @Mixin ListOptions list;
  @Mixin WatchOption watch;

  @Override
  Optional<Duration> repetition() {
    return Optional.ofNullable(watch.every);
  }

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Instant start = filter.start();
    Supplier<Stream<LedgerEntry>> rows =
        list.arrange(
            () ->
                (prefix == null ? repo.artifacts() : repo.artifacts(prefix))
                    .flatMap(name -> repo.artifact(name).changesSince(start))
                    .filter(filter::matches)
                    .sorted(Comparator.comparing(LedgerEntry::at).reversed()),
            LedgerTable.ORDERS,
            this);
    Supplier<Stream<?>> fields = () -> rows.get().map(Fields::of);
    return list.answer(
        Fields.of("entries", fields), LedgerTable.of(true, list, session), rows, session);
  }
}
