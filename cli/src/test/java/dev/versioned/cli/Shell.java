package dev.versioned.cli;

import dev.versioned.testkit.LocalRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs shell scripts that call the packaged command, against a local repository. */
final class Shell implements AutoCloseable {
  static final Path JAR = Path.of(System.getProperty("versioned.jar"));

  /**
   * The folder of the start-up archive: commands use one, like all commands of a user except the
   * first.
   */
  private static final Path ARCHIVES = JAR.resolveSibling("archives");

  private final Path directory;
  private final String path;
  private final LocalRepository local;
  private final OneEndpoint endpoint;

  Shell(Path directory, LocalRepository local, String path) throws IOException {
    this.directory = directory;
    this.path = path;
    this.local = local;
    this.endpoint = OneEndpoint.of(local.aws());
    makeArchive();
  }

  /** Once for all tests of a build: an archive of another jar would not be used. */
  private static synchronized void makeArchive() throws IOException {
    Files.createDirectories(ARCHIVES);
    Instant packed = Files.getLastModifiedTime(JAR).toInstant();
    try (Stream<Path> files = Files.list(ARCHIVES)) {
      for (Path file : files.toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isAfter(packed)) {
          return;
        }
        Files.delete(file);
      }
    }
    ProcessBuilder builder = new ProcessBuilder(JAR.resolveSibling("versioned").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("VERSIONED_CDS", "make");
    builder.environment().put("VERSIONED_CACHE", ARCHIVES.toString());
    try {
      if (builder.inheritIO().start().waitFor() != 0) {
        throw new IOException("Cannot make the start-up archive");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The exit code of a script, and the output of it and its commands, from both streams. */
  record Ended(int code, String output) {}

  Ended sh(String script, Map<String, String> more) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "run", ".out");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-eu", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("VERSIONED_"));
    env.put("PATH", JAR.getParent() + ":" + path + env.get("PATH"));
    env.put("JAVA_HOME", System.getProperty("java.home"));
    env.put("JAR", JAR.toString());
    env.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
    env.put("VERSIONED_CACHE", ARCHIVES.toString());
    env.put("VERSIONED_BUCKET", local.bucket());
    env.put("VERSIONED_TABLE", local.table());
    env.put("VERSIONED_ENDPOINT_URL", endpoint.url());
    env.put("VERSIONED_REGION", local.aws().region());
    env.put("VERSIONED_ACTOR", "pipeline");
    // For many short runs the second compiler never pays off.
    env.put("VERSIONED_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    env.put("AWS_ACCESS_KEY_ID", local.aws().accessKey());
    env.put("AWS_SECRET_ACCESS_KEY", local.aws().secretKey());
    env.putAll(more);
    Process process = builder.start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("did not end: " + Files.readString(output));
    }
    return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  Ended sh(String script) throws IOException, InterruptedException {
    return sh(script, Map.of());
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
