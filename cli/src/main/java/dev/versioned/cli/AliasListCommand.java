package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Target;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the aliases of an artifact. */
@Command(
    name = "list",
    description = "List the aliases of an artifact.",
    footer = {
      "",
      "Examples:",
      "  versioned alias list checkout",
      "  versioned alias list checkout --serves 8 --watch"
    })
final class AliasListCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Option(
      names = "--serves",
      paramLabel = "VERSION",
      description = "Only aliases that give this version traffic.")
  @Nullable Target version;

  @Mixin ListOptions list;
  @Mixin WatchOption watch;

  private static final Map<String, Comparator<Alias>> ORDERS =
      Map.of(
          "alias", Comparator.comparing(alias -> alias.name().toString()),
          "revision", Comparator.comparing(Alias::revision),
          "age", Comparator.comparing(Alias::updatedAt).reversed(),
          "by", Comparator.comparing(Alias::updatedBy));

  @Override
  Optional<Duration> repetition() {
    return Optional.ofNullable(watch.every);
  }

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Supplier<Stream<Alias>> aliases =
        list.arrange(
            () ->
                Known.orElse(
                        repo.artifact(name).aliases(),
                        () -> Known.check("list aliases", name, repo))
                    .filter(this::isWanted),
            ORDERS,
            this);
    Supplier<Stream<?>> fields = () -> aliases.get().map(Fields::of);
    Table<Alias> table =
        new Table<Alias>()
            .left("ALIAS", alias -> alias.artifact() + ":" + alias.name())
            .styled("ROUTING", alias -> alias.routing().toString(), AliasListCommand::style)
            .right("REVISION", alias -> Long.toString(alias.revision()))
            .right("AGE", alias -> list.time(alias.updatedAt(), session))
            .wide("BY", Alias::updatedBy)
            .wide("FROZEN", alias -> alias.freeze().map(Object::toString).orElse(""))
            .wide("DESCRIPTION", Alias::description);
    return list.answer(Fields.of("artifact", name, "aliases", fields), table, aliases, session);
  }

  private static Style style(Alias alias) {
    return alias.routing().additional().isEmpty() ? Style.PLAIN : Style.YELLOW;
  }

  private boolean isWanted(Alias alias) {
    return version == null
        || alias.routing().primary().equals(version)
        || alias.routing().additional().keySet().stream().anyMatch(version::equals);
  }
}
