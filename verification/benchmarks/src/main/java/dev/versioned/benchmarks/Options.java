package dev.versioned.benchmarks;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The command line's options.
 *
 * @param plan what to measure
 * @param values the options with values, by name
 */
record Options(Plan plan, Map<String, String> values) {
  static final String USAGE =
      """
      Usage: [quick|full|help] [--OPTION=VALUE ...]
        quick                  some minutes (default)
        help                   shows this
        full                   up to 4 GiB and 1,000,000 versions: most of an hour
        --only=LIST            of publish, publishers, transfers, files, starts, lists, histories; default all
        --servers=LIST         of minio, embedded; default both
        --sizes=LIST           transfers of these sizes only, such as 64MiB,1GiB
        --rounds=N             at most N rounds of each
        --minio=PROGRAM        where the server is; default: minio on the PATH
        --s5cmd=PROGRAM        what many files are compared with; default: s5cmd on the PATH
        --s3=URL               a server to measure instead, with --dynamodb=URL, and the keys as the SDK finds them
        --out=FOLDER           where results.json and results.svg go; default target/end-to-end\
      """;

  private static final Set<String> NAMES =
      Set.of("only", "servers", "sizes", "rounds", "minio", "s5cmd", "s3", "dynamodb", "out");

  /** Returns whether the arguments ask for help. */
  static boolean wantsHelp(String[] arguments) {
    return List.of(arguments).contains("help") || List.of(arguments).contains("--help");
  }

  static Options parse(String[] arguments) {
    Plan plan = Plan.QUICK;
    Map<String, String> values = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.startsWith("--") && equals > 0) {
        String name = argument.substring(2, equals);
        if (!NAMES.contains(name)) {
          throw new IllegalArgumentException("Cannot read " + argument + "\n" + USAGE);
        }
        values.put(name, argument.substring(equals + 1));
      } else {
        plan = Plan.named(argument);
      }
    }
    if (values.containsKey("sizes")) {
      plan = plan.withSizes(List.of(values.getOrDefault("sizes", "").split(",", -1)));
    }
    if (values.containsKey("rounds")) {
      plan = plan.withRounds(Integer.parseInt(values.getOrDefault("rounds", "")));
    }
    return new Options(plan, values);
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private boolean contains(String name, String item) {
    return value(name).map(list -> List.of(list.split(",", -1)).contains(item)).orElse(true);
  }

  /** Returns whether a kind of server is selected. */
  boolean wants(String server) {
    return contains("servers", server);
  }

  /** Returns whether a scenario is selected. */
  boolean includes(String scenario) {
    return contains("only", scenario);
  }

  /** Returns the MinIO server, if there is one. */
  Optional<String> minio() {
    return program("minio");
  }

  Optional<String> s5cmd() {
    return program("s5cmd");
  }

  private Optional<String> program(String name) {
    return value(name)
        .or(
            () ->
                Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                    .map(folder -> Path.of(folder, name))
                    .filter(Files::isExecutable)
                    .map(Path::toString)
                    .findFirst());
  }

  Optional<URI> s3Endpoint() {
    return value("s3").map(URI::create);
  }

  Optional<URI> dynamoDbEndpoint() {
    return value("dynamodb").map(URI::create);
  }

  Path folder() {
    return Path.of(value("out").orElse("target/end-to-end"));
  }

  /** Returns the options as text, to be stored with the results. */
  @Override
  public String toString() {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(option -> " --" + option.getKey() + "=" + option.getValue())
            .reduce(plan.name(), String::concat);
  }
}
