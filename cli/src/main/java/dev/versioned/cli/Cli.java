package dev.versioned.cli;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.Label;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.RolloutStrategy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads a command line, runs it, and returns how it ended. One for each run. */
final class Cli {
  private final Terminal terminal;
  private final VersionedCommand root;
  private List<String> given = List.of();

  Cli(Terminal terminal) {
    this.terminal = terminal;
    this.root = new VersionedCommand(terminal);
  }

  private CommandLine prepared(CommandLine line) {
    // Asking for the width starts a process.
    line.setUsageHelpAutoWidth(terminal.interactive());
    convert(line, Label.class, Label::parse);
    convert(line, MetadataEntry.class, MetadataEntry::parse);
    convert(line, Weight.class, Weight::parse);
    convert(line, ArtifactName.class, ArtifactName::parse);
    convert(line, AliasName.class, AliasName::parse);
    convert(line, VersionNumber.class, VersionNumber::parse);
    convert(line, Target.class, Target::parse);
    convert(line, Qualifier.class, Qualifier::parse);
    convert(line, Digest.class, Digest::parse);
    convert(line, Duration.class, Durations::parse);
    convert(line, Moment.class, Moment::parse);
    convert(line, RolloutStrategy.class, RolloutStrategy::parse);
    convert(line, NotEnoughDataPolicy.class, RolloutCommand::policy);
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUnmatchedOptionsArePositionalParams(false);
    line.setExecutionExceptionHandler((e, at, result) -> report(e, Problem.of(e)));
    line.setParameterExceptionHandler(
        (e, args) ->
            report(
                e,
                Problem.usage(
                    e.getMessage()
                        + suggestion(e)
                        + " (see "
                        + e.getCommandLine().getCommandSpec().qualifiedName()
                        + " --help)")));
    separateGlobalOptions(line);
    return line;
  }

  private static String suggestion(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
            && !unmatched.getSuggestions().isEmpty()
        ? "; is '" + unmatched.getSuggestions().get(0) + "' meant?"
        : "";
  }

  private static <T> void convert(CommandLine line, Class<T> type, Function<String, T> parser) {
    line.registerConverter(
        type,
        text -> {
          try {
            return parser.apply(text);
          } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
          }
        });
  }

  /** Returns the model of all commands. */
  CommandLine commandLine() {
    return prepared(CommandModel.whole(root));
  }

  /** Returns the model of the command that these words name. */
  CommandLine commandOf(String... words) {
    return prepared(CommandModel.of(root, List.of(words)));
  }

  int run(String... args) {
    given = List.of(args);
    try {
      LostText.refuse(given, terminal.environment());
    } catch (IllegalArgumentException e) {
      return report(e, Problem.of(e));
    }
    int code = execute(args);
    // A PrintStream does not throw: an answer that could not be written must be a failure.
    if (code == ExitCode.DONE.code() && terminal.out().checkError()) {
      IOException lost = new IOException("Cannot write to standard output: is its disk full?");
      return report(lost, Problem.of(lost));
    }
    return code;
  }

  private int execute(String... args) {
    if (args.length > 1 && args[0].equals("help")) {
      CommandLine whole = commandLine();
      return whole.execute(helpAsOption(whole, args));
    }
    boolean helps = args.length == 0 || args[0].equals("help");
    String[] words = helps ? new String[] {"--help"} : args;
    CommandLine line = commandOf(words);
    return line.execute(QualifiedNames.split(line, Words.upToUnknownCommand(line, words)));
  }

  /**
   * {@code help alias split} asks for what {@code alias split --help} does. A command that does not
   * exist is refused as if it were called.
   */
  private static String[] helpAsOption(CommandLine line, String... args) {
    CommandLine asked = line;
    for (int i = 1; i < args.length && !asked.getSubcommands().isEmpty(); i++) {
      CommandLine next = asked.getSubcommands().get(args[i]);
      if (next == null && !args[i].startsWith("-")) {
        return Arrays.copyOfRange(args, 1, i + 1);
      }
      asked = next == null ? asked : next;
    }
    String[] command = Arrays.copyOfRange(args, 1, args.length + 1);
    command[args.length - 1] = "--help";
    return command;
  }

  /** Reports why a command line cannot be run. */
  int refuse(String message, String... args) {
    given = List.of(args);
    return report(new IllegalArgumentException(message), Problem.usage(message));
  }

  private int report(Exception thrown, Problem problem) {
    // Output printed before the error must appear before it.
    terminal.out().flush();
    if (isJson()) {
      Json.write(terminal.err(), problem.toJson());
    } else {
      terminal.complain("error: " + problem.message());
    }
    if (root.options.debug) {
      StackTrace.print(thrown, terminal);
    }
    return problem.exit().code();
  }

  /** Also of a command line or a config file that cannot be read to its end. */
  private boolean isJson() {
    int option = given.indexOf("--output");
    if (given.contains("--output=json")
        || (option >= 0 && given.size() > option + 1 && given.get(option + 1).equals("json"))) {
      return true;
    }
    try {
      return root.session().isJson();
    } catch (RuntimeException e) {
      return "json".equals(terminal.environment().get("VERSIONED_OUTPUT"));
    }
  }

  /** Help shows a command's own options, and names the global ones. */
  private static void separateGlobalOptions(CommandLine command) {
    for (CommandLine sub : command.getSubcommands().values()) {
      sub.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Cli::ownOptions);
      sub.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, Cli::synopsis);
      separateGlobalOptions(sub);
    }
  }

  private static List<OptionSpec> own(Help help) {
    return help.commandSpec().options().stream()
        .filter(option -> !option.inherited() && !isStandard(option))
        .toList();
  }

  private static boolean isStandard(OptionSpec option) {
    return option.usageHelp() || option.versionHelp();
  }

  private static String ownOptions(Help help) {
    Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(own(help), help.parameterLabelRenderer());
    String global =
        help.commandSpec().root().options().stream()
            .map(OptionSpec::longestName)
            .collect(Collectors.joining(" "));
    return layout + String.format("%nGlobal options (versioned --help): %s%n", global);
  }

  private static String synopsis(Help help) {
    CommandLine.Model.CommandSpec spec = help.commandSpec();
    StringBuilder text = new StringBuilder(spec.qualifiedName());
    if (!own(help).isEmpty()) {
      text.append(" [OPTIONS]");
    }
    spec.positionalParameters()
        .forEach(
            p ->
                text.append(' ')
                    .append(
                        help.parameterLabelRenderer()
                            .renderParameterLabel(p, help.ansi(), List.of())
                            .toString()
                            .strip()));
    if (!spec.subcommands().isEmpty()) {
      text.append(" COMMAND");
    }
    return text.append(System.lineSeparator()).toString();
  }
}
