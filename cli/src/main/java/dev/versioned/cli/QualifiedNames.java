package dev.versioned.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Answers print {@code checkout:LIVE} and {@code checkout:7}; every command that takes a name and
 * what is meant of it takes both in one word, too.
 */
final class QualifiedNames {
  private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9._-]+):([^:/\\\\]+)");
  private static final Set<String> QUALIFIERS = Set.of("ALIAS", "QUALIFIER", "VERSION", "A", "B");

  private QualifiedNames() {}

  /** Returns the arguments with such a word as two. */
  static String[] split(CommandLine root, String... args) {
    CommandLine command = root;
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (arg.equals("--")) {
        return args;
      } else if (Words.isOption(arg)) {
        i += Words.takesNext(command.getCommandSpec(), arg) ? 1 : 0;
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
    if (parameters.size() < 2
        || !parameters.get(0).paramLabel().equals("NAME")
        || !QUALIFIERS.contains(parameters.get(1).paramLabel())) {
      return args;
    }
    List<String> words = new ArrayList<>(List.of(args).subList(0, at));
    Matcher name = QUALIFIED.matcher(args[at]);
    String artifact = name.matches() ? name.group(1) : args[at];
    words.add(artifact);
    if (name.matches()) {
      words.add(name.group(2));
    }
    int position = words.size() - at;
    boolean value = false;
    for (String arg : List.of(args).subList(at + 1, args.length)) {
      if (value || Words.isOption(arg)) {
        words.add(arg);
        value = !value && Words.takesNext(command, arg);
        continue;
      }
      // Another version of the same artifact: alias point checkout:PRD checkout:TST.
      Matcher other = QUALIFIED.matcher(arg);
      words.add(
          isQualifier(parameters, position) && other.matches() && other.group(1).equals(artifact)
              ? other.group(2)
              : arg);
      position++;
    }
    return words.toArray(new String[0]);
  }

  private static boolean isQualifier(List<PositionalParamSpec> parameters, int position) {
    return parameters.stream()
        .filter(parameter -> parameter.index().contains(position))
        .anyMatch(parameter -> QUALIFIERS.contains(parameter.paramLabel()));
  }
}
