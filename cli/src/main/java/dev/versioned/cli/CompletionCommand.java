package dev.versioned.cli;

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
    session.terminal().out().print(AutoComplete.bash("versioned", spec.root().commandLine()));
    session.terminal().out().flush();
    return ExitCode.DONE;
  }
}
