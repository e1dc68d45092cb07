package dev.versioned.cli;

import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints the completion script of a shell. */
@Command(
    name = "completion",
    description = "Print the completion script for bash or zsh.",
    footer = {
      "",
      "Examples:",
      "  versioned completion > /etc/bash_completion.d/versioned",
      "  source <(versioned completion)"
    })
final class CompletionCommand extends ToolCommand {
  @Override
  ExitCode run(Session session) {
    session.terminal().out().print(script());
    session.terminal().out().flush();
    return ExitCode.DONE;
  }

  /**
   * Returns the script without the lines that switch off file name completion, which many arguments
   * need.
   */
  private String script() {
    return AutoComplete.bash("versioned", spec.root().commandLine())
        .lines()
        .filter(line -> !line.contains("compopt +o default"))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
