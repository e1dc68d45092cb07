package dev.versioned.cli;

import dev.versioned.cli.document.Document;
import dev.versioned.cli.document.DocumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The global options, each from the first place that has it: the command line, the environment
 * ({@code --endpoint-url} is {@code VERSIONED_ENDPOINT_URL}), the config file.
 */
final class Settings {
  static final List<String> NAMES =
      List.of("bucket", "table", "prefix", "region", "profile", "endpoint-url", "output", "actor");
  private static final List<String> CONFIG_FILES =
      List.of(".versioned.yaml", ".versioned.yml", ".versioned.json");

  private final Map<String, String> values;
  private final Output output;

  private Settings(Map<String, String> values) {
    this.values = values;
    // At once: a command that cannot answer must not do anything.
    String named = values.get("output");
    this.output = named == null ? Output.TEXT : Output.parse(named);
  }

  static Settings of(GlobalOptions options, Terminal terminal) {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "bucket", options.bucket);
    put(given, "table", options.table);
    put(given, "prefix", options.prefix);
    put(given, "region", options.region);
    put(given, "profile", options.profile);
    put(given, "endpoint-url", options.endpointUrl);
    put(given, "output", options.output);
    put(given, "actor", options.actor);
    for (String name : NAMES) {
      String value = terminal.environment().get(variable(name));
      // As the SDK does: what is set to nothing is not set.
      if (value != null && !value.isEmpty()) {
        given.putIfAbsent(name, value);
      }
    }
    configFile(options, terminal).ifPresent(file -> read(file).forEach(given::putIfAbsent));
    return new Settings(given);
  }

  private static void put(Map<String, String> given, String name, @Nullable String value) {
    if (value != null) {
      given.put(name, value);
    }
  }

  /** The environment variable of an option. */
  static String variable(String name) {
    return "VERSIONED_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static Optional<Path> configFile(GlobalOptions options, Terminal terminal) {
    String named = options.config;
    if (named == null) {
      named = terminal.environment().get("VERSIONED_CONFIG");
    }
    if (named != null && !named.isEmpty()) {
      return Optional.of(terminal.directory().resolve(named));
    }
    return CONFIG_FILES.stream()
        .map(terminal.directory()::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static Map<String, String> read(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Document.Entry entry : Document.read(file).entries()) {
      if (!NAMES.contains(entry.name())) {
        throw new DocumentException(
            entry.at(), "there is no setting '" + entry.name() + "'; there are " + NAMES);
      }
      values.put(entry.name(), entry.value().text());
    }
    return values;
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String required(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot connect: no "
                        + name
                        + " is set; give --"
                        + name
                        + ", "
                        + variable(name)
                        + " or '"
                        + name
                        + "' in the config file"));
  }

  /** The form of answers. */
  enum Output {
    TEXT,
    JSON;

    static Output parse(String text) {
      if (text.equals("text")) {
        return TEXT;
      } else if (text.equals("json")) {
        return JSON;
      }
      throw new IllegalArgumentException("Cannot use output '" + text + "': write text or json");
    }
  }

  Output output() {
    return output;
  }
}
