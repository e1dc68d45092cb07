package dev.versioned.cli;

import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The words of a command line, before they are parsed. */
final class Words {
  private Words() {}

  /**
   * Returns the words up to one that is no command where one is expected, or all. picocli would
   * take a command that follows such a word: {@code versioned aliass show} would be {@code show}.
   */
  static String[] upToUnknownCommand(CommandLine root, String... words) {
    CommandLine command = root;
    for (int i = 0; i < words.length; i++) {
      Map<String, CommandLine> commands = command.getSubcommands();
      if (commands.isEmpty() || words[i].equals("--")) {
        return words;
      } else if (isOption(words[i])) {
        i += takesNext(command.getCommandSpec(), words[i]) ? 1 : 0;
        continue;
      }
      CommandLine next = commands.get(words[i]);
      if (next == null) {
        return Arrays.copyOf(words, i + 1);
      }
      command = next;
    }
    return words;
  }

  static boolean isOption(String word) {
    return word.startsWith("-") && word.length() > 1;
  }

  /** Returns whether the next word is an option's value. */
  static boolean takesNext(CommandSpec command, String option) {
    OptionSpec known = command.optionsMap().get(option);
    return known != null && known.arity().min() > 0;
  }
}
