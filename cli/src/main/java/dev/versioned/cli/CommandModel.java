package dev.versioned.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The root with the commands that a command line needs: making the model of all of them takes most
 * of the time in which a command starts.
 */
final class CommandModel {
  private CommandModel() {}

  /** Returns the root with all commands. */
  static CommandLine whole(VersionedCommand root) {
    CommandLine line = new CommandLine(root);
    VersionedCommand.COMMANDS.forEach(line::addSubcommand);
    return line;
  }

  /**
   * Returns the root with what a command line needs: the command that is called, or for the help of
   * the root a list of all. Every other command line gets the whole model, which knows what is
   * similar to an unknown word.
   */
  static CommandLine of(VersionedCommand root, List<String> args) {
    String first = args.isEmpty() ? "" : args.get(0);
    if (args.size() == 1 && List.of("--help", "-h", "--version", "-V").contains(first)) {
      return list(root);
    }
    return VersionedCommand.COMMANDS.stream()
        .filter(type -> annotation(type).name().equals(first))
        .filter(type -> type != CompletionCommand.class)
        .findFirst()
        .map(type -> new CommandLine(root).addSubcommand(type))
        .orElseGet(() -> whole(root));
  }

  private static CommandLine list(VersionedCommand root) {
    CommandLine line = new CommandLine(root);
    // One, so that the synopsis says that there are commands.
    line.addSubcommand(UriCommand.class);
    line.getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
            help -> commandList(help.commandSpec().usageMessage().width()));
    return line;
  }

  private static String commandList(int width) {
    CommandLine names = new CommandLine(CommandSpec.create());
    for (Class<?> type : VersionedCommand.COMMANDS) {
      CommandSpec command = CommandSpec.create();
      command.usageMessage().description(annotation(type).description());
      names.addSubcommand(annotation(type).name(), command);
    }
    return names.setUsageHelpWidth(width).getHelp().commandList();
  }

  private static Command annotation(Class<?> type) {
    Command annotation = type.getAnnotation(Command.class);
    if (annotation == null) {
      throw new IllegalStateException("Cannot start: " + type + " is not a command");
    }
    return annotation;
  }
}
