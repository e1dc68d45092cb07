package dev.versioned.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks the rules of the library one by one. A test must fail each time, otherwise the rule is not
 * tested.
 *
 * <p>Every build checks that each mutation can still be made; {@code ./mvnw -Pfull verify} makes
 * them all, and writes {@code docs/mutations.md}. With {@code -Dmutations.only=TEXT,TEXT} it makes
 * only those that have one of these texts in the name of their rule, in their description, or in
 * the name of one of their tests, and writes nothing.
 */
class MutationTest {
  private static final String ONLY = System.getProperty("mutations.only", "");

  /** Each runs a mutant in a process of its own. */
  private static final ExecutorService WORKERS =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  @TempDir static Path directory;

  private final Map<Mutation, List<String>> caught = new LinkedHashMap<>();

  @AfterAll
  static void end() {
    WORKERS.shutdownNow();
  }

  private static Path folder() throws IOException {
    return Files.createTempDirectory(directory, "mutant");
  }

  @Test
  void everyMutationChangesOnePlace() {
    assertThat(Mutations.ALL).hasSizeGreaterThanOrEqualTo(20);
    assertThat(Mutations.ALL).extracting(Mutation::toString).doesNotHaveDuplicates();
    List<String> impossible = new ArrayList<>();
    for (Mutation mutation : Mutations.ALL) {
      try {
        mutation.edit();
      } catch (IllegalStateException e) {
        impossible.add(e.getMessage());
      }
    }
    assertThat(impossible).isEmpty();
  }

  @Test
  void everyRuleThatIsMarkedHasAMutation() {
    Set<String> used = new TreeSet<>();
    for (Mutation mutation : Mutations.ALL) {
      used.add(mutation.rule());
      used.addAll(mutation.edit().others());
    }
    assertThat(Rules.names()).isEqualTo(used);
  }

  /** Needs all test classes, which only the full build has compiled before. */
  @Test
  @Tag("full")
  void everyNamedTestExists() throws Exception {
    List<String> tests = Mutations.ALL.stream().flatMap(m -> m.tests().stream()).toList();
    assertThat(TestClasses.missing(tests)).isEmpty();
  }

  /** A test that fails even on the unchanged library proves nothing by failing on a mutant. */
  @TestFactory
  @Tag("full")
  Stream<DynamicTest> everyMutationIsCaught() throws Exception {
    List<Mutation> chosen = chosen();
    assertThat(chosen).as("mutations with \"%s\"", ONLY).isNotEmpty();
    List<String> tests = chosen.stream().flatMap(m -> m.tests().stream()).distinct().toList();
    Future<List<String>> asItIs = WORKERS.submit(() -> Mutant.none(folder()).failing(tests));
    Map<Mutation, Future<List<String>>> noticed = new LinkedHashMap<>();
    chosen.forEach(
        one ->
            noticed.put(one, WORKERS.submit(() -> Mutant.of(one, folder()).failing(one.tests()))));
    List<DynamicTest> all = new ArrayList<>();
    all.add(
        DynamicTest.dynamicTest(
            "the library as it is", () -> assertThat(asItIs.get()).as("failed tests").isEmpty()));
    for (Mutation one : chosen) {
      all.add(DynamicTest.dynamicTest(one.toString(), () -> isCaught(one, noticed)));
    }
    if (ONLY.isEmpty()) {
      all.add(DynamicTest.dynamicTest("the table is written", this::writeTable));
    }
    return all.stream();
  }

  private static List<Mutation> chosen() throws IOException {
    if (ONLY.isEmpty()) {
      return Mutations.ALL;
    }
    List<Mutation> chosen = new ArrayList<>();
    for (Mutation one : Mutations.ALL) {
      List<String> texts = new ArrayList<>(List.of(one.toString()));
      for (String test : one.tests()) {
        texts.add(TestClasses.fullName(test));
      }
      if (texts.stream()
          .anyMatch(text -> Stream.of(ONLY.split(",", -1)).anyMatch(text::contains))) {
        chosen.add(one);
      }
    }
    return chosen;
  }

  private void isCaught(Mutation mutation, Map<Mutation, Future<List<String>>> noticed)
      throws Exception {
    List<String> failed = noticed.get(mutation).get();
    assertThat(failed).as("tests of %s that noticed: %s", mutation.tests(), mutation).isNotEmpty();
    caught.put(mutation, failed);
  }

  private void writeTable() throws IOException {
    assertThat(caught).as("without survivors").hasSameSizeAs(Mutations.ALL);
    List<String> lines = new ArrayList<>();
    lines.add("# Mutations");
    lines.add("");
    lines.add(
        "Tests that cannot fail prove nothing. So the rules of the library are broken one by one, in a"
            + " copy, and at");
    lines.add(
        "least one test must fail each time. `./mvnw -Pfull verify` does it and writes this page;"
            + " every build sees");
    lines.add(
        "that each change can still be made. A rule stands above the code that"
            + " holds it, as in");
    lines.add(
        "`// rule: occupied-key-keeps-its-blob`; the changes are in"
            + " [`Mutations`](../verification/mutations/src/test/java/dev/versioned/mutations/Mutations.java).");
    lines.add("");
    lines.add("Made: " + Mutations.ALL.size() + ". Caught: " + caught.size() + ".");
    lines.add("");
    lines.add("| rule | class | what it does once it is broken | caught by |");
    lines.add("|---|---|---|---|");
    caught.forEach(
        (mutation, failed) ->
            lines.add(
                "| `%s` | `%s` | %s | `%s` |"
                    .formatted(
                        mutation.rule(),
                        mutation.type(),
                        mutation.broken(),
                        String.join("`, `", failed))));
    Files.write(Rules.PROJECT.resolve("docs/mutations.md"), lines);
  }
}
