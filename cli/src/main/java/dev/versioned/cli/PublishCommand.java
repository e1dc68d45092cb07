package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.PublishOptions;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes a version. */
@Command(
    name = "publish",
    description = "Publish content as a new version, unless it is that of the newest one.",
    footer = {
      "",
      "Examples:",
      "  versioned publish checkout build/checkout.jar --meta git.sha=1a2b3c --description \"faster basket\"",
      "  versioned publish checkout build/checkout.jar --idempotency-key build-4711 --quiet",
      "  versioned publish site build/site/",
      "  versioned publish checkout"
    })
final class PublishCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "[FILE]",
      description =
          "The content: a file, a directory, or - for standard input; without it $LATEST is"
              + " published.")
  @Nullable String file;

  @Mixin ContentOptions options;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "Make a retry give the same version, such as the id of the pipeline's run.")
  @Nullable String key;

  @Option(names = "--force", description = "Make a new version even if nothing has changed.")
  boolean force;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the version's number, and nothing else.")
  boolean quiet;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Artifact artifact = repo.artifact(name);
    PublishResult result;
    if (file == null) {
      if (options.describesBytes()) {
        throw misused("--file-name and --content-type go with FILE: $LATEST has its own");
      }
      result = artifact.publish(saying());
    } else {
      try (ProgressBar bar = ProgressBar.of(session)) {
        result =
            artifact.publish(
                options.content(file, session), saying().andThen(p -> p.onProgress(bar)));
      }
    }
    Version version = result.version();
    String outcome = result.outcome().name();
    return Answer.of(
        Fields.of("outcome", outcome, "version", Fields.of(version)),
        quiet
            ? version.id().toString()
            : outcome.toLowerCase(Locale.ROOT)
                + " "
                + version
                + " ("
                + version.digest()
                + ", "
                + version.sizeBytes()
                + " bytes)");
  }

  private Consumer<PublishOptions> saying() {
    return p -> {
      options.addTo(p);
      if (key != null) {
        p.idempotencyKey(key);
      }
      if (force) {
        p.evenIfUnchanged();
      }
    };
  }
}
