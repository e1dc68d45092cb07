package dev.versioned.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of this source tree, as a Git repository of its own, in which commands run. */
record ReleaseTree(Path folder) {
  private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

  /** The exit code of a command, and what it printed. */
  record Outcome(int code, String text) {}

  /**
   * Copies the files that Git has, with changes that are not committed, and commits them; with
   * patterns, those that match one.
   */
  static ReleaseTree copyTo(Path folder, String... patterns) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "ls-files", "-co"));
    command.addAll(List.of("--exclude-standard", "--"));
    command.addAll(List.of(patterns));
    Outcome listed = run(PROJECT, Map.of(), command.toArray(String[]::new));
    assumeTrue(listed.code() == 0, () -> "git cannot list the tree: " + listed.text());
    delete(folder);
    for (String name : listed.text().split("\n", -1)) {
      Path file = PROJECT.resolve(name);
      if (!name.isEmpty() && Files.exists(file)) {
        Path copy = folder.resolve(name);
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    ReleaseTree tree = new ReleaseTree(folder);
    tree.succeed("git", "init", "--quiet");
    tree.commit();
    return tree;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  void commit() throws Exception {
    succeed("git", "add", "--all");
    succeed(
        "git",
        "-c",
        "user.name=test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "commit.gpgsign=false",
        "commit",
        "--quiet",
        "--message",
        "test");
  }

  /** Runs a command with some more variables in its environment. */
  Outcome run(Map<String, String> environment, String... command) throws Exception {
    return run(folder, environment, command);
  }

  /** Runs a command that must succeed, and returns what it printed. */
  String succeed(String... command) throws Exception {
    return succeed(Map.of(), command);
  }

  String succeed(Map<String, String> environment, String... command) throws Exception {
    Outcome outcome = run(environment, command);
    assertThat(outcome.code()).as("%s%n%s", String.join(" ", command), outcome.text()).isZero();
    return outcome.text();
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void replace(String name, String old, String replacement) throws IOException {
    assertThat(text(name)).contains(old);
    Files.writeString(file(name), text(name).replace(old, replacement));
  }

  private static Outcome run(Path folder, Map<String, String> environment, String... command)
      throws Exception {
    File out = File.createTempFile("release", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
      builder.environment().putAll(environment);
      Process process = builder.redirectErrorStream(true).redirectOutput(out).start();
      if (!process.waitFor(20, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return new Outcome(-1, "no end after 20 minutes\n" + Files.readString(out.toPath()));
      }
      return new Outcome(process.exitValue(), Files.readString(out.toPath()));
    } catch (IOException e) {
      return new Outcome(-1, String.valueOf(e.getMessage()));
    } finally {
      Files.delete(out.toPath());
    }
  }
}
