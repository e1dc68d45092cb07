package dev.versioned.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;

/** Runs commands in this process, and remembers which. */
public final class Commands {
  private final Path directory;
  private final Map<String, String> environment;
  private final Set<String> done = new TreeSet<>();

  /** Creates a runner of commands in that folder and environment. */
  public Commands(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** Runs a command, which must succeed, and returns what it prints. */
  public String run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = cli(out, err).run(args);
    assertThat(code)
        .as("%s: %s%s", String.join(" ", args), out.toString(UTF_8), err.toString(UTF_8))
        .isZero();
    String name = args[0];
    done.add(all().contains(name) ? name : name + " " + args[1]);
    return out.toString(UTF_8);
  }

  /** Returns the names of the commands that ran. */
  public Set<String> done() {
    return done;
  }

  /** Returns the names of all commands, such as {@code alias point}. */
  public Set<String> all() {
    Set<String> names = new TreeSet<>();
    collect(cli(new ByteArrayOutputStream(), new ByteArrayOutputStream()).commandLine(), "", names);
    return names;
  }

  private static void collect(CommandLine line, String name, Set<String> names) {
    if (line.getSubcommands().isEmpty()) {
      names.add(name.strip());
    }
    line.getSubcommands().forEach((word, sub) -> collect(sub, name + " " + word, names));
  }

  private Cli cli(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Cli(
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            environment,
            directory,
            false));
  }
}
