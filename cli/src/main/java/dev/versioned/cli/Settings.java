package dev.versioned.cli;

import dev.versioned.cli.document.Document;
import dev.versioned.cli.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The global options, each from the first place that has it: the command line, the context that is
 * chosen, the environment ({@code --endpoint-url} is {@code VERSIONED_ENDPOINT_URL}), the config
 * file that is named, or else that of the current folder and that of the home folder.
 */
final class Settings {
  static final List<String> NAMES =
      List.of(
          "bucket",
          "table",
          "prefix",
          "expected-bucket-owner",
          "region",
          "profile",
          "endpoint-url",
          "output",
          "actor",
          "sign-key",
          "trust",
          "trust-root",
          "trust-serial");

  /**
   * Where content and credentials go, whose, and who is trusted. A file in an unpacked folder must
   * not decide it.
   */
  private static final Set<String> NOT_FROM_THE_CURRENT_FOLDER =
      Set.of(
          "endpoint-url",
          "region",
          "profile",
          "expected-bucket-owner",
          "sign-key",
          "trust",
          "trust-root",
          "trust-serial");

  /** What a chosen context decides alone: half of another place would be a third place. */
  private static final Set<String> PLACE =
      Set.of(
          "bucket",
          "table",
          "prefix",
          "expected-bucket-owner",
          "region",
          "profile",
          "endpoint-url");

  private static final List<String> CONFIG_FILES =
      List.of(".versioned.yaml", ".versioned.yml", ".versioned.json");

  private final Map<String, String> values;
  private final Output output;
  private final boolean plainHttp;
  private final Optional<String> context;

  private Settings(Map<String, String> values, boolean plainHttp, Optional<String> context) {
    this.values = values;
    this.context = context;
    this.plainHttp = plainHttp;
    // First: a command that cannot answer must not change anything.
    String named = values.get("output");
    this.output = named == null ? Output.TEXT : Output.parse(named);
  }

  static Settings of(GlobalOptions options, Terminal terminal) {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "bucket", options.bucket);
    put(given, "table", options.table);
    put(given, "prefix", options.prefix);
    put(given, "expected-bucket-owner", options.expectedBucketOwner);
    put(given, "region", options.region);
    put(given, "profile", options.profile);
    put(given, "endpoint-url", options.endpointUrl);
    put(given, "output", options.output);
    put(given, "actor", options.actor);
    put(given, "sign-key", options.signKey);
    put(given, "trust", options.trust);
    put(given, "trust-root", options.trustRoot);
    put(given, "trust-serial", options.trustSerial);
    Contexts contexts = Contexts.of(terminal);
    Optional<String> chosen = Optional.ofNullable(options.context).filter(n -> !n.isEmpty());
    Optional<String> context = chosen.isPresent() ? chosen : set(terminal, variable("context"));
    context.ifPresent(name -> contexts.settings(name).forEach(given::putIfAbsent));
    Map<String, String> others = new LinkedHashMap<>();
    for (String name : NAMES) {
      set(terminal, variable(name)).ifPresent(value -> others.putIfAbsent(name, value));
    }
    files(options, terminal).forEach(values -> values.forEach(others::putIfAbsent));
    if (context.isPresent()) {
      others.keySet().removeAll(PLACE);
    }
    others.forEach(given::putIfAbsent);
    if (context.isEmpty() && !given.containsKey("bucket") && !given.containsKey("table")) {
      context = contexts.usual();
      context.ifPresent(name -> contexts.settings(name).forEach(given::putIfAbsent));
    }
    if (set(terminal, "AWS_REGION").isEmpty()) {
      // The SDK does not read it; the AWS CLI does, before any profile.
      set(terminal, "AWS_DEFAULT_REGION").ifPresent(region -> given.putIfAbsent("region", region));
    }
    return new Settings(given, options.plainHttp || plainHttp(terminal), context);
  }

  private static boolean plainHttp(Terminal terminal) {
    String value = set(terminal, "VERSIONED_ALLOW_PLAIN_HTTP").orElse("false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(
          "Cannot use VERSIONED_ALLOW_PLAIN_HTTP '" + value + "': write true or false");
    }
    return value.equals("true");
  }

  /** As in the SDK, an empty variable counts as not set. */
  private static Optional<String> set(Terminal terminal, String variable) {
    return Optional.ofNullable(terminal.environment().get(variable))
        .filter(value -> !value.isEmpty());
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

  private static List<Map<String, String>> files(GlobalOptions options, Terminal terminal) {
    Optional<String> named = Optional.ofNullable(options.config).filter(n -> !n.isEmpty());
    named = named.isPresent() ? named : set(terminal, variable("config"));
    if (named.isPresent()) {
      return List.of(read(terminal.directory().resolve(named.get())));
    }
    Optional<Path> home = home(terminal);
    Optional<Path> own = home.flatMap(Settings::fileIn);
    Optional<Path> here = fileIn(terminal.directory());
    List<Map<String, String>> read = new ArrayList<>();
    if (here.isPresent() && !isSame(terminal.directory(), home)) {
      Path file = here.get();
      read.add(read(file, entry -> checkFoundHere(file, entry)));
    }
    own.ifPresent(file -> read.add(read(file)));
    return read;
  }

  private static Optional<Path> fileIn(Path folder) {
    return CONFIG_FILES.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  private static Optional<Path> home(Terminal terminal) {
    Optional<String> home = set(terminal, "HOME");
    return (home.isPresent() ? home : set(terminal, "USERPROFILE"))
        .map(terminal.directory()::resolve)
        .filter(Files::isDirectory);
  }

  private static boolean isSame(Path folder, Optional<Path> home) {
    try {
      return home.isPresent() && Files.isSameFile(folder, home.get());
    } catch (IOException e) {
      return false;
    }
  }

  private static void checkFoundHere(Path file, Document.Entry entry) {
    if (NOT_FROM_THE_CURRENT_FOLDER.contains(entry.name())) {
      throw new DocumentException(
          entry.at(),
          "'"
              + entry.name()
              + "' is not taken from a file that is only found in the current folder, since it"
              + " decides where content and credentials go, or who is trusted; if you trust the file, give --config "
              + file.getFileName()
              + "; else set "
              + variable(entry.name())
              + ", or write it into "
              + CONFIG_FILES.get(0)
              + " in your home folder");
    }
  }

  private static Map<String, String> read(Path file) {
    return read(file, entry -> {});
  }

  private static Map<String, String> read(Path file, Consumer<Document.Entry> check) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Document.Entry entry : Document.read(file).entries()) {
      if (!NAMES.contains(entry.name())) {
        throw new DocumentException(
            entry.at(), "there is no setting '" + entry.name() + "'; there are " + NAMES);
      }
      check.accept(entry);
      values.put(entry.name(), entry.value().text());
    }
    return values;
  }

  /** Returns these settings with other values; a null value takes one away. */
  Settings with(Map<String, @Nullable String> others) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    others.forEach(
        (name, value) -> {
          if (value == null) {
            changed.remove(name);
          } else {
            changed.put(name, value);
          }
        });
    return new Settings(changed, plainHttp, context);
  }

  /** Returns the context that these settings are of. */
  Optional<String> context() {
    return context;
  }

  /** Whether plain HTTP may leave this machine. */
  boolean plainHttp() {
    return plainHttp;
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
