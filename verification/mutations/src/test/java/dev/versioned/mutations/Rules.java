package dev.versioned.mutations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules marked in the sources: a comment {@code // rule: name-of-the-rule}, on a separate line,
 * above the code that implements the rule. The location of that code does not matter.
 */
final class Rules {
  private static final Pattern LINE =
      Pattern.compile("^[ \\t]*// rule: ([a-z0-9]+(?:-[a-z0-9]+)+)$", Pattern.MULTILINE);

  private static final Pattern ANY = Pattern.compile("//\\s*rule\\s*:", Pattern.CASE_INSENSITIVE);

  /** The folder of the whole project; tests run in the folder of their module. */
  static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

  private static final Map<String, Marker> MARKED = read();

  private Rules() {}

  /**
   * The location of a rule.
   *
   * @param file the source file
   * @param end the position after the comment
   */
  record Marker(Path file, int end) {}

  /** Returns the names of all rules. */
  static Set<String> names() {
    return MARKED.keySet();
  }

  /**
   * Finds a rule.
   *
   * @throws IllegalStateException if there is no such rule
   */
  static Marker find(String rule) {
    Marker marker = MARKED.get(rule);
    if (marker == null) {
      throw new IllegalStateException("No source file has the comment \"// rule: " + rule + "\"");
    }
    return marker;
  }

  private static Map<String, Marker> read() {
    Map<String, Marker> marked = new TreeMap<>();
    for (Path file : sources()) {
      String text = text(file);
      Matcher rule = LINE.matcher(text);
      int found = 0;
      for (; rule.find(); found++) {
        Marker other = marked.put(rule.group(1), new Marker(file, rule.end()));
        if (other != null) {
          throw new IllegalStateException(
              "Rule " + rule.group(1) + " is marked in " + other.file() + " and in " + file);
        }
      }
      if (ANY.matcher(text).results().count() != found) {
        throw new IllegalStateException(
            "Not every rule in " + file + " is a line of its own, \"// rule: name-of-the-rule\"");
      }
    }
    return marked;
  }

  /** The main code of all modules. */
  private static List<Path> sources() {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(PROJECT)) {
      for (Path main : modules.map(module -> module.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
