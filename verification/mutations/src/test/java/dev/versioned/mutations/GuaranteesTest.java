package dev.versioned.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All tests named in docs/guarantees.md exist. */
class GuaranteesTest {
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z][A-Za-z]+)(?:\\.([a-z][A-Za-z]+))?`");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (String line : Files.readAllLines(Rules.PROJECT.resolve("docs/guarantees.md"))) {
      Matcher matcher = NAMED.matcher(line);
      while (matcher.find()) {
        String source = sources.get(matcher.group(1));
        String method = matcher.group(2);
        if (source == null
            ? matcher.group(1).endsWith("Test") || method != null
            : method != null && !source.contains(" " + method + "(")) {
          missing.add(matcher.group());
        }
        named += source == null ? 0 : 1;
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).isGreaterThan(50);
  }

  /** Returns the sources of all tests and contracts, by the names of their classes. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(Rules.PROJECT)) {
      for (Path file :
          (Iterable<Path>)
              files.filter(f -> isTest(Rules.PROJECT.relativize(f).toString()))::iterator) {
        sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
    return sources;
  }

  private static boolean isTest(String file) {
    String path = file.replace('\\', '/');
    return path.endsWith(".java") && (path.contains("src/test/") || path.contains("/contract/"));
  }
}
