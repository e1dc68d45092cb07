package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.PublishOptions;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
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
  /** From here on a file is worth continuing: it is sent in parts. */
  private static final long LARGE = 16L << 20;

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
      result = publish(artifact, file, session);
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

  /** A large file gets a key, with which the next attempt continues. */
  private PublishResult publish(Artifact artifact, String named, Session session) {
    boolean large = isLarge(named, session);
    if (large && key == null) {
      key = "cli-" + UUID.randomUUID();
    }
    try (ProgressBar bar = ProgressBar.of(session)) {
      Consumer<PublishOptions> wanted = saying().andThen(p -> p.onProgress(bar));
      return large
          ? continued(artifact, options.content(named, session), wanted, session)
          : artifact.publish(options.content(named, session), wanted);
    }
  }

  private PublishResult continued(
      Artifact artifact, Content content, Consumer<PublishOptions> wanted, Session session) {
    List<String> args = spec.root().commandLine().getParseResult().originalArgs();
    try (Continuation continuation =
        Continuation.of(session, args, Objects.requireNonNull(key, "key"))) {
      try {
        return artifact.publish(content, wanted);
      } catch (BackendException | UnknownOutcomeException e) {
        if (!(e instanceof BackendException failure) || failure.isRetryable()) {
          continuation.report("the upload broke off");
        }
        throw e;
      }
    }
  }

  private static boolean isLarge(String named, Session session) {
    try {
      Path path = session.path(named);
      return !named.equals("-") && Files.isRegularFile(path) && Files.size(path) >= LARGE;
    } catch (IOException e) {
      return false;
    }
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
