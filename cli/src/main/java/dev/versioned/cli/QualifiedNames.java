package dev.versioned.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Answers print {@code checkout:LIVE} and {@code checkout:7}; every command that takes a name and
 * what is meant of it takes both in one word, too.
 */
final class QualifiedNames {
  private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9._-]+):([^:/\\\\]+)");
  private static final Set<String> QUALIFIERS = Set.of("ALIAS", "QUALIFIER", "VERSION");

  private QualifiedNames() {}

  /** Returns the arguments with such a word as two. */
  static String[] split(CommandLine root, String... args) {
    CommandLine command = root;
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (arg.equals("--")) {
        return args;
      } else if (arg.startsWith("-") && arg.length() > 1) {
        i += takesNext(command.getCommandSpec(), arg) ? 1 : 0;
      } else if (command.getSubcommands().containsKey(arg)) {
        command = command.getSubcommands().get(arg);
      } else {
        // The first argument that is neither an option nor a command: the name.
        return split(command.getCommandSpec(), i, args);
      }
    }
    return args;
  }

  private static String[] split(CommandSpec command, int at, String... args) {
    List<PositionalParamSpec> parameters = command.positionalParameters();
    Matcher name = QUALIFIED.matcher(args[at]);
    if (parameters.size() < 2
        || !parameters.get(0).paramLabel().equals("NAME")
        || !QUALIFIERS.contains(parameters.get(1).paramLabel())
        || !name.matches()) {
      return args;
    }
    List<String> words = new ArrayList<>(List.of(args));
    words.set(at, name.group(1));
    words.add(at + 1, name.group(2));
    return words.toArray(new String[0]);
  }

  private static boolean takesNext(CommandSpec command, String option) {
    OptionSpec known = command.optionsMap().get(option);
    return known != null && known.arity().min() > 0;
  }
}
