package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No class of the main code is long, unless it says why. */
class LongClassesTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final int MOST_LINES = 300;

  private static final Pattern REASON =
      Pattern.compile("^// Over " + MOST_LINES + " lines: \\S.*$", Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:@?\\w[\\w-]* )*(?:class|interface|enum|record|@interface) ", Pattern.MULTILINE);

  /** Returns the main code of all modules. */
  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path parent :
        List.of(
            PROJECT,
            PROJECT.resolve("deploy"),
            PROJECT.resolve("examples"),
            PROJECT.resolve("integrations"),
            PROJECT.resolve("verification"))) {
      try (Stream<Path> modules = Files.list(parent)) {
        for (Path main : modules.map(module -> module.resolve("src/main/java")).toList()) {
          if (Files.isDirectory(main)) {
            try (Stream<Path> files = Files.walk(main)) {
              files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
          }
        }
      }
    }
    return sources;
  }

  /** Returns whether a file is a contract suite, which is a list of tests. */
  private static boolean isContract(Path file) {
    return PROJECT.relativize(file).startsWith("testkit")
        && file.getParent().endsWith("testkit/contract");
  }

  private static boolean givesReason(String text) {
    Matcher type = TYPE.matcher(text);
    Matcher reason = REASON.matcher(text);
    return reason.find() && (!type.find() || reason.start() < type.start());
  }

  @Test
  void noClassIsLongWithoutAReason() throws IOException {
    List<String> tooLong = new ArrayList<>();
    List<Path> sources = sources();
    for (Path file : sources) {
      String text = Files.readString(file);
      long lines = text.lines().count();
      if (lines > MOST_LINES && !isContract(file) && !givesReason(text)) {
        tooLong.add(PROJECT.relativize(file) + ": " + lines);
      }
    }
    assertThat(sources).as("the sources of all modules").hasSizeGreaterThan(200);
    assertThat(tooLong)
        .as(
            "longer than %s lines, without a line \"// Over %s lines: why\"",
            MOST_LINES, MOST_LINES)
        .isEmpty();
  }
}
