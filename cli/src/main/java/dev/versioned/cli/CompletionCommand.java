package dev.versioned.cli;

import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the completion script of a shell. */
@Command(
    name = "completion",
    description = "Print the completion script for bash, zsh or fish.",
    footer = {
      "",
      "Examples:",
      "  versioned completion > /etc/bash_completion.d/versioned",
      "  source <(versioned completion zsh)",
      "  versioned completion fish > ~/.config/fish/completions/versioned.fish"
    })
final class CompletionCommand extends ToolCommand {
  /** Shells with completion. */
  enum CompletedShell {
    BASH,
    ZSH,
    FISH
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      description = "bash, zsh or fish; bash unless given.")
  CompletedShell shell = CompletedShell.BASH;

  @Override
  ExitCode run(Session session) {
    session.terminal().out().print(script());
    session.terminal().out().flush();
    return ExitCode.DONE;
  }

  private String script() {
    return switch (shell) {
      case BASH -> bash();
      case ZSH -> zsh();
      case FISH -> FishCompletion.of(spec.root());
    };
  }

  /** Returns a script to source, or to keep as _versioned in a folder of zsh's fpath. */
  private String zsh() {
    return "#compdef versioned\nautoload -U +X bashcompinit && bashcompinit\n"
        + bash()
        + "if [ \"$funcstack[1]\" = _versioned ]; then\n"
        + "  _bash_complete -o default -F _complete_versioned\n"
        + "fi\n";
  }

  /**
   * Returns the script without the lines that switch off file name completion, which many arguments
   * need.
   */
  private String bash() {
    return AutoComplete.bash("versioned", spec.root().commandLine())
        .lines()
        .filter(line -> !line.contains("compopt +o default"))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
