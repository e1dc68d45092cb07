package dev.versioned.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Text that is not in the charset of the process's locale. Java has replaced it by U+FFFD, and the
 * original is lost: it must not be stored.
 */
final class LostText {
  private static final String REPLACEMENT = "\uFFFD";

  private LostText() {}

  /**
   * Refuses a command line, or a setting in the environment, that has lost text.
   *
   * @throws IllegalArgumentException if one has
   */
  static void refuse(List<String> arguments, Map<String, String> environment) {
    for (int i = 0; i < arguments.size(); i++) {
      refuse("argument " + (i + 1), arguments.get(i), environment);
    }
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("VERSIONED_")) {
            refuse(name, value, environment);
          }
        });
  }

  /**
   * Refuses text that has lost some of itself.
   *
   * @throws IllegalArgumentException if it has
   */
  static void refuse(String what, String text, Map<String, String> environment) {
    if (text.contains(REPLACEMENT)) {
      throw new IllegalArgumentException(
          "Cannot use "
              + what
              + ", '"
              + text
              + "': it has characters that are not in "
              + charset(environment));
    }
  }

  /** Returns the file of a name, which the locale must be able to write. */
  static Path path(Path directory, String name, Map<String, String> environment) {
    try {
      return directory.resolve(name);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "Cannot use '"
              + name
              + "' as a file name: "
              + (name.indexOf('\0') >= 0
                  ? "it holds a zero character"
                  : "it has characters that are not in " + charset(environment)),
          e);
    }
  }

  private static String charset(Map<String, String> environment) {
    String locale =
        Stream.of("LC_ALL", "LC_CTYPE", "LANG")
            .filter(name -> !environment.getOrDefault(name, "").isEmpty())
            .map(name -> name + "=" + environment.get(name))
            .findFirst()
            .orElse("C");
    return System.getProperty("sun.jnu.encoding")
        + ", the charset of the locale "
        + locale
        + "; set LC_ALL=C.UTF-8, or another UTF-8 locale that is installed (locale -a lists them)";
  }
}
