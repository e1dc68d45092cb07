package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists artifacts. */
@Command(
    name = "artifacts",
    description = {
      "List the artifacts, in the order of their names.",
      "One is listed from its first put or publish on until it is deleted as a whole, also if it is"
          + " empty."
    },
    footer = {
      "",
      "Examples:",
      "  versioned artifacts",
      "  versioned artifacts --long --limit 20",
      "  versioned artifacts --name-prefix acme."
    })
final class ArtifactsCommand extends RepositoryCommand {
  @Option(
      names = "--name-prefix",
      paramLabel = "TEXT",
      description = "List only artifacts whose names start with this text.")
  private @Nullable String prefix;

  @Option(
      names = {"-l", "--long"},
      description = "Also the newest version and the aliases: two requests for each artifact.")
  private boolean isLong;

  @Mixin ListOptions list;

  /** An artifact, with what else is listed of it. */
  private record Item(ArtifactName name, Optional<Version> newest, String aliases) {
    static Item of(Artifact artifact) {
      return new Item(
          artifact.name(),
          artifact.versions().findFirst(),
          artifact.aliases().map(ArtifactsCommand::text).collect(Collectors.joining(", ")));
    }
  }

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    String start = prefix;
    Supplier<Stream<ArtifactName>> names =
        list.arrange(
            start == null ? repo::artifacts : () -> repo.artifacts(start),
            Map.of("artifact", Comparator.comparing(ArtifactName::toString)),
            this);
    if (!isLong) {
      return list.answer(
          Fields.of("artifacts", names),
          new Table<ArtifactName>().left("ARTIFACT", ArtifactName::toString),
          names,
          session);
    }
    Supplier<Stream<Item>> items = () -> names.get().map(name -> Item.of(repo.artifact(name)));
    Supplier<Stream<?>> details = () -> names.get().map(name -> detail(repo.artifact(name)));
    return list.answer(
        Fields.of("artifacts", names, "details", details), table(session), items, session);
  }

  private Table<Item> table(Session session) {
    return new Table<Item>()
        .left("ARTIFACT", item -> item.name().toString())
        .right("NEWEST", item -> item.newest().map(v -> v.id().toString()).orElse("-"))
        .right("SIZE", item -> item.newest().map(v -> list.size(v.sizeBytes(), session)).orElse(""))
        .right("AGE", item -> item.newest().map(v -> list.time(v.createdAt(), session)).orElse(""))
        .wide("ALIASES", Item::aliases);
  }

  private static String text(Alias alias) {
    return alias.name() + " " + alias.routing();
  }

  private static Map<String, Object> detail(Artifact artifact) {
    return Fields.of(
        "artifact",
        artifact.name(),
        "newest",
        artifact.versions().findFirst().map(Fields::of).orElse(null),
        "aliases",
        artifact.aliases().map(Fields::of));
  }
}
