package dev.versioned.mutations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A rule of the library, and the change of its sources that breaks it.
 *
 * @param broken what the library does once it is changed
 * @param source the file that is changed
 * @param original the text that is changed, of which there must be exactly one in the file; white
 *     space does not count
 * @param changed what stands there instead
 * @param tests the tests of which at least one must fail, as {@code Class#method}
 */
record Mutation(String broken, Source source, String original, String changed, List<String> tests) {

  static Mutation mutation(
      String broken, Source source, String original, String changed, String... tests) {
    return new Mutation(broken, source, original, changed, List.of(tests));
  }

  /** A source file, which lies in the package and the module that it names. */
  record Source(String module, String type) {
    Path file() {
      return moduleOf(module).resolve("src/main/java").resolve(type.replace('.', '/') + ".java");
    }

    String simpleName() {
      return type.substring(type.lastIndexOf('.') + 1);
    }
  }

  /** The folder of a module: this one runs beside it. */
  static Path moduleOf(String name) {
    return Path.of("").toAbsolutePath().resolveSibling(name);
  }

  /**
   * Makes the change.
   *
   * @return the text of the changed file
   * @throws IllegalStateException if the original text is not there exactly once: the sources have
   *     changed, and so must the mutation
   */
  String apply() throws IOException {
    String text = Files.readString(source.file());
    Pattern pattern =
        Pattern.compile(
            Arrays.stream(original.strip().split("\\s+", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("\\s+")));
    long matches = pattern.matcher(text).results().count();
    if (matches != 1) {
      throw new IllegalStateException(
          "Cannot make the mutation \""
              + broken
              + "\": "
              + source.file()
              + " has its original text "
              + matches
              + " times");
    }
    return pattern.matcher(text).replaceFirst(Matcher.quoteReplacement(changed));
  }

  @Override
  public String toString() {
    return source.simpleName() + ": " + broken;
  }
}
