package dev.versioned.cli;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The archive of the classes that the command loads, with which Java starts faster. A separate
 * process creates it with a {@link Training}, not with a command of the user; no command waits for
 * that process, and its failure makes no command fail. The archive gets its name when it is
 * complete and Java has verified it; its size is in the name, so that the start script can
 * recognize a truncated archive.
 */
final class StartupArchive {
  /**
   * Only one process at a time creates the archive; after a failure, none tries again for this
   * time.
   */
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private static final Duration UNUSED = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Path folder;
  private final String name;

  private StartupArchive(Path archive) {
    this.folder = archive.toAbsolutePath().resolveSibling("");
    this.name = String.valueOf(archive.getFileName());
  }

  /** Makes the archive after the end of this process, if it can be made. */
  static void makeInBackground(String archive) {
    try {
      java(List.of("-cp", jar(), StartupArchive.class.getName(), archive)).start();
    } catch (IOException e) {
      // The next command starts as slowly as this one.
    }
  }

  /**
   * Makes the archive.
   *
   * @param args the path of the archive up to its size, as the start script names it
   * @throws IOException if it cannot be made
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    new StartupArchive(Path.of(args[0])).make();
  }

  private void make() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path claim = folder.resolve(name + ".making");
    if (!claim(claim)) {
      return;
    }
    Path part = folder.resolve(name + ".part");
    try {
      Files.deleteIfExists(part);
      run("-XX:ArchiveClassesAtExit=" + part, "-cp", jar(), Training.class.getName());
      run(
          "-Xshare:on",
          "-XX:+VerifySharedSpaces",
          "-XX:SharedArchiveFile=" + part,
          "-cp",
          jar(),
          Main.class.getName(),
          "--version");
      try (FileChannel file = FileChannel.open(part)) {
        file.force(true);
      }
      Path whole = folder.resolve(name + "-" + Files.size(part) + ".jsa");
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
      removeOthers(whole);
    } finally {
      Files.deleteIfExists(part);
    }
    Files.deleteIfExists(claim);
  }

  private static boolean claim(Path claim) throws IOException {
    try {
      Files.createFile(claim);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (!isOlder(claim, PAUSE)) {
        return false;
      }
      Files.setLastModifiedTime(claim, FileTime.from(Instant.now()));
      return true;
    }
  }

  /** Removes truncated archives of the same Java and jar, and unused archives of others. */
  private void removeOthers(Path whole) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "versioned-*")) {
      for (Path file : files) {
        boolean same = file.getFileName().toString().startsWith(name + "-");
        if (!file.equals(whole) && (same || isOlder(file, UNUSED))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOlder(Path file, Duration age) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(age));
  }

  private static void run(String... arguments) throws IOException, InterruptedException {
    Process process = java(List.of(arguments)).start();
    try {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("Cannot make the start-up archive: Java did not end in " + LONGEST);
      } else if (process.exitValue() != 0) {
        throw new IOException(
            "Cannot make the start-up archive: Java ended with " + process.exitValue());
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** Java as the start script starts it, silent and without the settings of the user's commands. */
  private static ProcessBuilder java(List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-Xshare:auto", "-Xlog:disable", "-Xlog:all=off"));
    String options = System.getenv().getOrDefault("VERSIONED_JAVA_OPTS", "").strip();
    if (!options.isEmpty()) {
      line.addAll(List.of(options.split("\\s+")));
    }
    line.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
    return builder;
  }

  private static String jar() {
    return System.getProperty("java.class.path");
  }
}
