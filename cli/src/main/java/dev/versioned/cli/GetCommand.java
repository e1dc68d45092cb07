package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class GetCommand extends QualifierCommand {
  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "Where to write, or - for standard output; else the file name it was published with, in"
              + " the current folder, unless a file of that name exists.")
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
    Path file = out == null ? unused(defaultName(version), session) : session.path(out);
    if (out != null && isDevice(file)) {
      try (OutputStream device = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        pour(artifact, version, device, session);
      }
    } else {
      download(artifact, version, file, out == null, session);
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

  /** Returns whether a file is written to, and not replaced: /dev/null, a named pipe. */
  private static boolean isDevice(Path file) {
    return file.startsWith("/dev/")
        || (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file));
  }

  /**
   * Verifies the whole content before the first byte is written, in a folder that only this user
   * can write to.
   */
  private static void pour(Artifact artifact, Version version, OutputStream to, Session session)
      throws IOException {
    Path folder = Files.createTempDirectory("versioned-");
    try {
      Path spool = folder.resolve("bytes");
      download(artifact, version, spool, true, session);
      Files.copy(spool, to);
    } finally {
      remove(folder);
    }
  }

  /** Also deletes the remains of a failed download. */
  private static void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  private static void download(
      Artifact artifact, Version version, Path file, boolean onlyIfAbsent, Session session) {
    try (ProgressBar bar = ProgressBar.of(session)) {
      artifact.download(version, file, d -> (onlyIfAbsent ? d.onlyIfAbsent() : d).onProgress(bar));
    }
  }

  /** A name chosen by the publisher must not replace an existing file. */
  private Path unused(String name, Session session) {
    Path file = session.path(name);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw misused("Cannot write " + file + ": it exists; name the file with -o to replace it");
    }
    return file;
  }

  private static String defaultName(Version version) {
    return version
        .localFileName()
        .orElse(version.artifact() + "-" + version.id().toString().replace("$", ""));
  }
}
