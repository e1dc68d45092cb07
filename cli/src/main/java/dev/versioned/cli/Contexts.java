package dev.versioned.cli;

import dev.versioned.cli.document.Document;
import dev.versioned.cli.document.Document.Entry;
import dev.versioned.cli.document.Document.Members;
import dev.versioned.cli.document.DocumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The named contexts in the user's own file, {@code ~/.config/versioned/config}: each has global
 * options, such as bucket, table and profile of one environment.
 *
 * @param file the file
 * @param named the settings of each context
 * @param usual the context that is used if none is chosen
 */
record Contexts(Path file, Map<String, Map<String, String>> named, Optional<String> usual) {

  /** Reads the file; without one there are no contexts. */
  static Contexts of(Terminal terminal) {
    Path file = folder(terminal).resolve("versioned").resolve("config");
    return Files.isRegularFile(file) ? read(file) : new Contexts(file, Map.of(), Optional.empty());
  }

  /** As the XDG specification says; a user without a home has no file. */
  private static Path folder(Terminal terminal) {
    for (String variable : List.of("XDG_CONFIG_HOME", "HOME", "USERPROFILE")) {
      String folder = terminal.environment().getOrDefault(variable, "");
      if (!folder.isEmpty()) {
        Path path = terminal.directory().resolve(folder);
        return variable.equals("XDG_CONFIG_HOME") ? path : path.resolve(".config");
      }
    }
    return Path.of("/nonexistent");
  }

  private static Contexts read(Path file) {
    Map<String, Map<String, String>> named = new LinkedHashMap<>();
    String usual = null;
    for (Entry entry : Document.read(file).entries()) {
      if (entry.name().equals("context")) {
        usual = entry.value().text();
      } else if (entry.name().equals("contexts")) {
        for (Entry context : members(entry).entries()) {
          named.put(context.name(), settings(members(context)));
        }
      } else {
        throw new DocumentException(
            entry.at(), "there is no '" + entry.name() + "'; there are contexts and context");
      }
    }
    return new Contexts(file, named, Optional.ofNullable(usual));
  }

  private static Members members(Entry entry) {
    if (entry.value() instanceof Members members) {
      return members;
    }
    throw new DocumentException(entry.at(), "an object is wanted here");
  }

  private static Map<String, String> settings(Members context) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Entry entry : context.entries()) {
      if (!Settings.NAMES.contains(entry.name())) {
        throw new DocumentException(
            entry.at(), "there is no setting '" + entry.name() + "'; there are " + Settings.NAMES);
      }
      values.put(entry.name(), entry.value().text());
    }
    return values;
  }

  /** Returns the settings of a context. */
  Map<String, String> settings(String name) {
    @Nullable Map<String, String> settings = named.get(name);
    if (settings == null) {
      throw new IllegalArgumentException(
          "Cannot use context '"
              + name
              + "': "
              + (named.isEmpty()
                  ? "there are none; write them into " + file
                  : file + " has " + String.join(", ", named.keySet())));
    }
    return settings;
  }
}
