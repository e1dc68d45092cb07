package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactName;
import dev.versioned.ArtifactRepository;
import dev.versioned.Qualifier;
import dev.versioned.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads a version. */
@Command(
    name = "get",
    description = "Download a version. Nobody sees the file before its digest is verified.",
    footer = {
      "",
      "Examples:",
      "  versioned get checkout LIVE -o checkout.jar",
      "  versioned get config 7 -o - | tar x"
    })
final class GetCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(
      index = "1",
      paramLabel = "QUALIFIER",
      description = "A version number, $LATEST, or an alias: its primary version.")
  Qualifier qualifier;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "Where to write, or - for standard output; else the file name it was published with.")
  @Nullable String out;

  @Override
  Answer answer(ArtifactRepository repo, Session session) throws IOException {
    Artifact artifact = repo.artifact(name);
    Version version = artifact.resolve(qualifier);
    if ("-".equals(out)) {
      if (session.isJson()) {
        throw misused("-o - writes the bytes to standard output, where --output json would answer");
      }
      pour(artifact, version, session.terminal().out(), session);
      return Answer.of(Fields.of());
    }
    Path file = session.path(out == null ? defaultName(version) : out);
    if (isDevice(file)) {
      try (OutputStream device = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        pour(artifact, version, device, session);
      }
    } else {
      download(artifact, version, file, session);
    }
    return Answer.of(
        Fields.of("file", file, "version", Fields.of(version)),
        "wrote "
            + file
            + " ("
            + version
            + ", "
            + version.digest()
            + ", "
            + version.sizeBytes()
            + " bytes)");
  }

  /** What is written to, and not replaced: /dev/null, a named pipe. */
  private static boolean isDevice(Path file) {
    return file.startsWith("/dev/")
        || (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file));
  }

  /** Verified as a whole before the first byte is handed on. */
  private static void pour(Artifact artifact, Version version, OutputStream to, Session session)
      throws IOException {
    Path spool = Files.createTempFile("versioned-", ".part");
    try {
      download(artifact, version, spool, session);
      Files.copy(spool, to);
    } finally {
      Files.deleteIfExists(spool);
    }
  }

  private static void download(Artifact artifact, Version version, Path file, Session session) {
    try (ProgressBar bar = ProgressBar.of(session)) {
      artifact.download(version, file, d -> d.onProgress(bar));
    }
  }

  private static String defaultName(Version version) {
    // Whoever published it must not choose a hidden file, such as one with settings.
    return version.fileName().isEmpty() || version.fileName().startsWith(".")
        ? version.artifact() + "-" + version.id().toString().replace("$", "")
        : version.fileName();
  }
}
