package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParseResult;

/** The tasks in docs/gradle.md call the command as it is. Gradle itself is not run. */
class GradlePageTest {
  private static final Pattern TASK =
      Pattern.compile("tasks\\.register<JavaExec>\\(\"\\w+\"\\) \\{\n(.*?)\n}", Pattern.DOTALL);
  private static final Pattern ARGS = Pattern.compile("args\\((.*)\\)( })?$", Pattern.MULTILINE);
  @TempDir Path directory;

  private static String page() throws Exception {
    return Files.readString(Path.of("../docs/gradle.md"));
  }

  /** The strings of Kotlin as they are; an expression is a version's number or the jar's path. */
  private static String value(String kotlin) {
    if (kotlin.startsWith("\"")) {
      return kotlin.substring(1, kotlin.length() - 1).replace("$it", "4711");
    }
    return kotlin.contains("\"number\"") ? "7" : "checkout.jar";
  }

  private static List<List<String>> commandLines() throws Exception {
    List<List<String>> lines = new ArrayList<>();
    Matcher task = TASK.matcher(page());
    while (task.find()) {
      List<String> line = new ArrayList<>();
      Matcher args = ARGS.matcher(task.group(1));
      while (args.find()) {
        for (String argument : args.group(1).split(", ", -1)) {
          line.add(value(argument));
        }
      }
      lines.add(line);
    }
    return lines;
  }

  @Test
  void commandAcceptsTheTasksArguments() throws Exception {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(), System.out, System.err, Map.of(), directory, false);
    List<String> commands = new ArrayList<>();
    for (List<String> line : commandLines()) {
      ParseResult parsed = new Cli(terminal).commandLine().parseArgs(line.toArray(String[]::new));
      commands.add(String.join(" ", line.subList(0, 2)));
      assertThat(parsed.subcommand()).isNotNull();
    }
    assertThat(commands).containsExactly("publish checkout", "alias point", "rollout run");
    assertThat(commandLines().get(0))
        .containsSubsequence("--meta", "git.sha=4711", "--idempotency-key", "checkout-4711");
  }

  @Test
  void mainClassIsTheCommands() throws Exception {
    assertThat(page()).contains("mainClass.set(\"" + Main.class.getName() + "\")");
  }
}
