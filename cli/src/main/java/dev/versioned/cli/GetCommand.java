package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
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
      "  versioned get site LIVE -o site/",
      "  versioned get config 7 -o - | tar x",
      "",
      "A version that was published from a directory is unpacked: -o names the directory to make, which",
      "must not exist or be empty. With -o - its archive is written, which tar reads."
    })
final class GetCommand extends QualifierCommand {
  private static final int BEGINNING = 8192;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "Where to write, or - for standard output; a folder, such as dir/, gets the name it was"
              + " published with; else that name in the current folder. A file is replaced only if"
              + " it is named.")
  @Nullable String out;

  @Option(names = "--force", description = "With -o -, print what is not text on a terminal too.")
  boolean force;

  @Option(
      names = "--max-entries",
      paramLabel = "N",
      description = "Unpack no more than N files, folders and links; 100000 unless given.")
  int entries = DirectoryLimits.defaults().entries();

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      description = "Unpack no more than N bytes; 4 GiB unless given.")
  long bytes = DirectoryLimits.defaults().bytes();

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
    boolean named = out != null && (version.isDirectory() || !isFolder(out, session));
    Path file =
        named ? session.path(Objects.requireNonNull(out)) : unused(folder(session), version);
    if (version.isDirectory()) {
      unpack(artifact, version, file, session);
    } else if (named && isDevice(file)) {
      try (OutputStream device = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        pour(artifact, version, device, session);
      }
    } else {
      download(artifact, version, file, !named, session);
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
  private void pour(Artifact artifact, Version version, OutputStream to, Session session)
      throws IOException {
    boolean onlyText = "-".equals(out) && session.terminal().interactive() && !force;
    if (onlyText && version.contentType().equals(Version.DIRECTORY_TYPE)) {
      throw notText(version);
    }
    Path folder = Files.createTempDirectory("versioned-");
    try {
      Path spool = folder.resolve("bytes");
      download(artifact, version, spool, true, session);
      if (onlyText && isBinary(spool)) {
        throw notText(version);
      }
      Files.copy(spool, to);
    } finally {
      remove(folder);
    }
  }

  private RuntimeException notText(Version version) {
    return misused(
        "Cannot print "
            + version
            + " on a terminal: it is not text; name a file with -o, redirect it, or add --force");
  }

  /** Returns whether the beginning has a zero byte, which no text has. */
  private static boolean isBinary(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (byte b : in.readNBytes(BEGINNING)) {
        if (b == 0) {
          return true;
        }
      }
      return false;
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

  private void unpack(Artifact artifact, Version version, Path folder, Session session) {
    DirectoryLimits limits = DirectoryLimits.defaults().withEntries(entries).withBytes(bytes);
    try (ProgressBar bar = ProgressBar.of(session)) {
      artifact.downloadDirectory(version, folder, d -> d.unpackAtMost(limits).onProgress(bar));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof FileAlreadyExistsException) {
        throw new IllegalArgumentException(
            "Cannot write "
                + folder
                + ": it exists; name a directory with -o that does not exist or is empty",
            e);
      }
      throw e;
    }
  }

  private static boolean isFolder(String out, Session session) {
    return out.endsWith("/") || Files.isDirectory(session.path(out));
  }

  /** Returns the folder in which the version's own name is used. */
  private Path folder(Session session) throws IOException {
    return out == null ? session.path("") : Files.createDirectories(session.path(out));
  }

  /** A name chosen by the publisher must not replace an existing file. */
  private Path unused(Path folder, Version version) {
    Path file = folder.resolve(defaultName(version));
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw misused("Cannot write " + file + ": it exists; name the file with -o to replace it");
    }
    return file;
  }

  private static String defaultName(Version version) {
    return version
        .localFileName()
        .map(name -> version.isDirectory() ? withoutEnd(name) : name)
        .orElse(version.artifact() + "-" + version.id().toString().replace("$", ""));
  }

  private static String withoutEnd(String name) {
    return name.endsWith(".tar") && name.length() > 4 ? name.substring(0, name.length() - 4) : name;
  }
}
