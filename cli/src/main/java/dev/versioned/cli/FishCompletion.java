package dev.versioned.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion script of fish, made from the model of all commands. */
final class FishCompletion {
  private static final String FUNCTION =
      """
      # The words so far are those of a command: options and arguments are passed over.
      function __versioned_at
          set -l path
          for word in (commandline -opc)[2..-1]
              set -l longer (string trim -- "$path $word")
              if contains -- $longer $__versioned_commands
                  set path $longer
              end
          end
          test "$path" = "$argv"
      end
      """;

  private final List<String> commands = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  private FishCompletion() {}

  static String of(CommandSpec root) {
    FishCompletion script = new FishCompletion();
    for (OptionSpec option : root.options()) {
      script.option("", option);
    }
    script.command("", root.commandLine());
    return "# Completion of versioned for fish.\nset -g __versioned_commands "
        + String.join(" ", script.commands.stream().map(FishCompletion::quoted).toList())
        + "\n"
        + FUNCTION
        + String.join("\n", script.lines)
        + "\n";
  }

  private void command(String path, CommandLine line) {
    String at = " -n " + quoted("__versioned_at " + path);
    line.getSubcommands()
        .forEach(
            (name, sub) -> {
              String longer = (path + " " + name).strip();
              commands.add(longer);
              String[] description = sub.getCommandSpec().usageMessage().description();
              // -f: no file is the name of a command.
              lines.add("complete -c versioned" + at + " -f -a " + name + described(description));
              for (OptionSpec option : sub.getCommandSpec().options()) {
                if (!option.inherited() && !option.usageHelp() && !option.versionHelp()) {
                  option(" -n " + quoted("__versioned_at " + longer), option);
                }
              }
              command(longer, sub);
            });
  }

  private void option(String at, OptionSpec option) {
    StringJoiner line = new StringJoiner("");
    line.add("complete -c versioned").add(at);
    for (String name : option.names()) {
      line.add(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().min() > 0) {
      line.add(" -r");
    }
    if (option.completionCandidates() != null) {
      line.add(" -f -a " + quoted(String.join(" ", option.completionCandidates())));
    }
    lines.add(line.add(described(option.description())).toString());
  }

  private static String described(String... description) {
    return description.length == 0 ? "" : " -d " + quoted(description[0]);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
