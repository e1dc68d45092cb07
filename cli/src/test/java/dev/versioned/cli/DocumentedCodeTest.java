package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** The documentation's command lines are read by the command, and its JSON and YAML are such. */
class DocumentedCodeTest {
  private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|[^\\s'\"]+");
  private static final Pattern INLINE = Pattern.compile("`versioned ([a-z][^`]*)`");

  /** A command line, and where it is. */
  private record Line(String place, String text) {}

  private static List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Documents.Block block : Documents.blocks()) {
      if (Set.of("", "sh", "bash", "console").contains(block.language())) {
        for (String line : block.text().replaceAll("\\\\\n\\s*", "").split("\n", -1)) {
          Matcher command = Pattern.compile("^\\s*(?:\\$ )?versioned (.*)$").matcher(line);
          if (command.matches()) {
            lines.add(new Line(block.place(), command.group(1)));
          }
        }
      }
    }
    return lines;
  }

  /** Splits a line into words as a shell does, without comment, pipe and redirection. */
  private static List<String> words(String line) {
    String command = line.replaceAll("\\s(#|\\||>|&&|2>).*$", "");
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    int end = -1;
    while (word.find()) {
      String text = word.group().replaceAll("^(['\"])(.*)\\1$", "$2");
      if (word.start() == end) {
        words.set(words.size() - 1, words.get(words.size() - 1) + text);
      } else {
        words.add(text);
      }
      end = word.end();
    }
    return words;
  }

  /** One for all lines: to make one takes longer than to parse many. */
  private static final CommandLine COMMAND =
      new Cli(
              new Terminal(
                  System.in, System.out, System.err, Map.of(), Path.of("").toAbsolutePath(), false))
          .commandLine();

  @TestFactory
  Stream<DynamicTest> everyCommandLineIsReadByTheCommand() {
    List<Line> lines = lines();
    assertThat(lines).hasSizeGreaterThan(25);
    return lines.stream()
        .map(
            line ->
                dynamicTest(
                    line.place() + " " + line.text(),
                    () -> COMMAND.parseArgs(asRun(words(line.text())))));
  }

  private static String[] asRun(List<String> words) {
    return QualifiedNames.split(COMMAND, words.toArray(String[]::new));
  }

  /** In the middle of a sentence values may be left out, but each option must exist. */
  @Test
  void everyOptionNamedWithItsCommandExists() {
    List<String> unknown = new ArrayList<>();
    int options = 0;
    for (Documents.Page page : Documents.pages()) {
      Matcher inline = INLINE.matcher(page.text());
      while (inline.find()) {
        CommandLine at = COMMAND;
        for (String word : words(inline.group(1).replaceAll("[\\[\\]…]", " "))) {
          at = at.getSubcommands().getOrDefault(word, at);
          for (String option : word.matches("--.+") ? word.split("\\|", -1) : new String[0]) {
            options++;
            String name = option.replaceAll("=.*", "");
            if (!at.getCommandSpec().optionsMap().containsKey(name)) {
              unknown.add(page.name() + ": " + inline.group() + " has no " + name);
            }
          }
        }
        if (at.getParent() == null && !inline.group(1).startsWith("help")) {
          unknown.add(page.name() + ": " + inline.group() + " is no command");
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(options).isGreaterThan(20);
  }

  @Test
  void unknownOptionIsNoticed() {
    List<String> words = words("get app LIVE --no 'a b' # why");
    assertThat(words).containsExactly("get", "app", "LIVE", "--no", "a b");
    assertThatThrownBy(() -> COMMAND.parseArgs(words.toArray(String[]::new)))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("--no");
  }

  @TestFactory
  Stream<DynamicTest> everyJsonAndYamlIsReadable() {
    List<Documents.Block> blocks =
        Documents.blocks().stream()
            .filter(block -> Set.of("json", "yaml").contains(block.language()))
            .toList();
    assertThat(blocks).hasSizeGreaterThan(3);
    return blocks.stream().map(block -> dynamicTest(block.place(), () -> read(block)));
  }

  private static void read(Documents.Block block) throws IOException {
    ObjectMapper mapper =
        block.language().equals("json") ? new ObjectMapper() : new ObjectMapper(new YAMLFactory());
    assertThat(mapper.readTree(block.text()).isContainerNode()).isTrue();
  }
}
