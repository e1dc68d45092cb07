package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command reference is what the commands print; {@code -Dreference=write} writes it again. */
class CommandReferenceTest {
  private static final Path PAGE = Path.of("../docs/commands.md");

  @Test
  void referenceIsTheHelpOfAllCommands() throws IOException {
    String generated = generated();
    if ("write".equals(System.getProperty("reference"))) {
      Files.writeString(PAGE, generated);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/commands.md; run with -Dreference=write")
        .isEqualTo(generated);
  }

  private static String generated() {
    Path here = Path.of("").toAbsolutePath();
    CommandLine root =
        new Cli(new Terminal(System.in, System.out, System.err, Map.of(), here, false))
            .commandLine();
    StringBuilder text =
        new StringBuilder(
            """
            # Command reference

            Every command's own help, written by the build. [The manual](cli.md) has exit codes, JSON and the config file.
            """);
    append(root, text);
    return text.toString();
  }

  private static void append(CommandLine command, StringBuilder text) {
    String help =
        command.getUsageMessage(CommandLine.Help.Ansi.OFF).replaceAll("[ \t]+(?=\r?\n)", "");
    text.append("\n## `")
        .append(command.getCommandSpec().qualifiedName())
        .append("`\n\n```text\n")
        .append(help.replace("\r\n", "\n").strip())
        .append("\n```\n");
    command.getSubcommands().values().stream().distinct().forEach(sub -> append(sub, text));
  }
}
