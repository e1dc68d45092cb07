package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Downloads a version into a cache, once. */
@Command(
    name = "fetch",
    description = {
      "Download a version into a cache directory, unless it has it, and print the path of the file.",
      "The file is verified, and shared by all processes that use the directory: read it, do not change"
          + " or keep it. The least recently fetched files make room for others."
    },
    footer = {
      "",
      "Examples:",
      "  versioned fetch checkout LIVE --cache /var/cache/versioned",
      "  java -jar \"$(versioned fetch checkout LIVE --cache ~/.cache/artifacts)\""
    })
final class FetchCommand extends QualifierCommand {
  @Option(
      names = "--cache",
      required = true,
      paramLabel = "DIR",
      description = "The directory, on a local disk; used for nothing else.")
  String directory;

  @Option(
      names = "--cache-bytes",
      paramLabel = "N",
      description = "Keep no more than N bytes in it; default: that of the library.")
  long bytes;

  @Override
  Answer answer(ArtifactRepository repo, Session session) throws IOException {
    if (bytes < 0) {
      throw misused("--cache-bytes must be 1 or more");
    }
    ArtifactCache.Builder builder = ArtifactCache.builder(repo, session.path(directory));
    ArtifactCache cache = (bytes == 0 ? builder : builder.maxBytes(bytes)).build();
    Artifact artifact = repo.artifact(name);
    Version version = artifact.resolve(qualifier);
    Path file;
    try (ProgressBar bar = ProgressBar.of(session)) {
      file = cache.fetch(version, d -> d.onProgress(bar));
    }
    return Answer.of(
        Fields.of(
            "file",
            file,
            "downloaded",
            cache.stats().downloads() > 0,
            "version",
            Fields.of(version)),
        file.toString());
  }
}
