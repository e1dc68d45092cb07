package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists are for people on a terminal, and for programs elsewhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListsTest {
  @TempDir static Path directory;
  private LocalRepository local;
  private OneEndpoint endpoint;

  @BeforeAll
  void start() throws IOException {
    local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
    endpoint = OneEndpoint.of(local.aws());
    Files.writeString(directory.resolve("one.txt"), "1".repeat(12_345));
    Files.writeString(directory.resolve("two.txt"), "2");
    run("publish", "app", "one.txt", "--description", "a description of some forty characters");
    run("publish", "app", "two.txt", "--actor", "anna");
    run("alias", "split", "app", "LIVE", "1", "2=10%", "--reason", "first", "--actor", "anna");
    run("alias", "point", "app", "TST", "2");
    run("publish", "other", "two.txt");
    run("alias", "point", "other", "LIVE", "1", "--reason", "because");
  }

  @AfterAll
  void stop() {
    endpoint.close();
    local.close();
  }

  private Run prepared() {
    return new Run(directory)
        .with("VERSIONED_BUCKET", local.bucket())
        .with("VERSIONED_TABLE", local.table())
        .with("VERSIONED_ENDPOINT_URL", endpoint.url())
        .with("VERSIONED_ACTOR", "tester");
  }

  private Run.Result run(String... args) {
    return prepared().of(args);
  }

  private Run onTerminal(int columns) {
    return prepared()
        .interactive()
        .with("COLUMNS", Integer.toString(columns))
        .with("NO_COLOR", "1");
  }

  @Test
  void terminalHasHeaderAndReadableValues() {
    assertThat(onTerminal(200).of("versions", "app").out().lines())
        .satisfiesExactly(
            header ->
                assertThat(header.split(" +"))
                    .containsExactly(
                        "VERSION", "SIZE", "AGE", "BY", "SERVES", "DIGEST", "DESCRIPTION"),
            two -> assertThat(two).matches(" +2 +1 B +\\d+s +anna +LIVE 10 %, TST 100 % +\\S+"),
            one -> assertThat(one).contains("12.3 kB", "LIVE 90 %", "some forty characters"));
  }

  @Test
  void pipesHaveExactValuesAndNoHeader() {
    assertThat(run("versions", "app").out().lines())
        .hasSize(2)
        .anyMatch(line -> line.matches("1 +12345 +20\\S+Z +tester +LIVE 90 % +\\S+ +a desc.*"));
    assertThat(run("versions", "app", "--header", "--no-exact").out())
        .contains("VERSION", "12.3 kB");
    assertThat(onTerminal(200).of("versions", "app", "--exact", "--no-header").out())
        .contains("12345")
        .doesNotContain("VERSION");
    assertThat(run("artifacts").out()).isEqualTo("app\nother\n");
  }

  @Test
  void lineFitsTheTerminalAndIsWholeElsewhere() {
    assertThat(onTerminal(80).of("versions", "app").out().lines())
        .allMatch(line -> line.length() <= 80)
        .anyMatch(line -> line.endsWith("…"));
    assertThat(prepared().with("COLUMNS", "80").of("versions", "app").out())
        .contains("some forty characters")
        .doesNotContain("…");
  }

  @Test
  void coloursAreOnATerminalOnly() {
    String bold = "\u001b[1m";
    Run terminal = prepared().interactive().with("COLUMNS", "120");
    assertThat(terminal.of("versions", "app").out()).contains(bold + "VERSION\u001b[0m");
    assertThat(terminal.with("NO_COLOR", "1").of("versions", "app").out()).doesNotContain("\u001b");
    assertThat(run("versions", "app", "--header").out()).doesNotContain("\u001b");
    assertThat(prepared().with("CLICOLOR_FORCE", "1").of("versions", "app", "--header").out())
        .contains(bold);
    assertThat(prepared().interactive().with("TERM", "dumb").of("versions", "app").out())
        .doesNotContain("\u001b");
  }

  @Test
  void listIsSortedFilteredAndLimited() {
    assertThat(numbers("versions", "app", "--sort", "size")).containsExactly("2", "1");
    assertThat(numbers("versions", "app", "--sort", "size", "--reverse")).containsExactly("1", "2");
    assertThat(numbers("versions", "app", "--by", "anna")).containsExactly("2");
    assertThat(numbers("versions", "app", "--reverse", "--limit", "1")).containsExactly("1");
    assertThat(numbers("versions", "app", "--since", "0s")).isEmpty();
    assertThat(run("alias", "list", "app", "--serves", "1").out()).contains("LIVE").hasLineCount(1);
    Run.Result wrong = run("versions", "app", "--sort", "colour");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("[age, by, description, size, version]");
  }

  private List<String> numbers(String... command) {
    return run(command).out().lines().map(line -> line.strip().split(" ", 2)[0]).toList();
  }

  @Test
  void historyIsOfAllArtifacts() {
    assertThat(run("history", "--since", "1h").out().lines())
        .hasSize(3)
        .allMatch(line -> line.matches("(app|other):(LIVE|TST) .*"));
    assertThat(run("history", "--by", "anna").out())
        .hasLineCount(1)
        .contains("app:LIVE", "CREATE", "1=90% 2=10%", "anna", "first");
    assertThat(run("history", "--name-prefix", "oth").out()).contains("because").hasLineCount(1);
    assertThat(run("history", "--since", "0s").out()).isEmpty();
    run("alias", "delete", "other", "LIVE");
    assertThat(run("history", "--name-prefix", "oth").out())
        .as("a deleted alias has a history")
        .contains("DELETE", "because")
        .hasLineCount(2);
  }

  @Test
  void longListOfArtifactsHasNewestVersionAndAliases() {
    assertThat(onTerminal(200).of("artifacts", "--long").out().lines())
        .anyMatch(line -> line.matches("app +2 +1 B +\\d+s +LIVE 1=90% 2=10%, TST 2=100%"));
  }

  @Test
  void versionIsShownWithTheAliasesThatServeIt() {
    assertThat(run("show", "app:1").out()).contains("serves        LIVE 90 %", "(12.3 kB)");
    assertThat(run("show", "app", "2", "--output", "json").json().at("/version/serves/0/percent"))
        .hasToString("10");
  }

  @Test
  void aliasIsShownWithItsLastChangeAndItsRollout() {
    run("alias", "point", "other", "ROLL", "1", "--reason", "new");
    assertThat(run("alias", "show", "other", "ROLL").out())
        .contains("create: nothing -> 1=100%, by tester: new")
        .doesNotContain("rollout");
    run("publish", "other", "one.txt");
    run("rollout", "start", "other:ROLL", "--to", "2", "--strategy", "Canary10Percent1Hour");
    assertThat(run("alias", "show", "other:ROLL").out())
        .contains("rollout      other:ROLL RUNNING: version 2");
    assertThat(run("alias", "show", "other:ROLL", "--output", "json").json().at("/rollout/state"))
        .hasToString("\"RUNNING\"");
    run("alias", "delete", "other", "ROLL");
  }

  @Test
  void changeIsPrintedWithBeforeAndAfterAndWhoAndWhy() {
    run("alias", "point", "app", "SAID", "1");
    assertThat(run("alias", "point", "app", "SAID", "2", "--reason", "why").out())
        .contains("move: 1=100% -> 2=100%, by tester: why");
    assertThat(run("alias", "delete", "app:SAID").out())
        .contains("delete: 2=100% -> nothing, by tester");
  }

  @Test
  void aliasIsPointedToWhatAnotherServes() {
    assertThat(run("alias", "point", "app", "PRD", "TST").out()).contains("app:PRD (revision 1: 2");
    Run.Result split = run("alias", "point", "app", "PRD", "LIVE");
    assertThat(split.code()).isEqualTo(2);
    assertThat(split.err()).contains("it splits its traffic, 1=90% 2=10%");
    run("alias", "delete", "app", "PRD");
  }

  @Test
  void watchPrintsAnAnswerAgainOnlyIfItDiffers() throws Exception {
    for (boolean terminal : new boolean[] {false, true}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Terminal shown =
          new Terminal(
              InputStream.nullInputStream(),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              System.err,
              Map.of("NO_COLOR", "1"),
              directory,
              terminal);
      Session session = new Session(Settings.of(new GlobalOptions(), shown), shown);
      Iterator<String> answers = List.of("one", "one", "two").iterator();
      new Watching(session, Duration.ofMillis(1))
          .run(() -> Answer.of(Map.of(), answers.next()), () -> !answers.hasNext());
      String clear = terminal ? "\u001b[H\u001b[2J" : "";
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(clear + "one\n" + clear + "two\n");
    }
  }

  @Test
  void watchEndsWithTheRollout() {
    run("alias", "point", "app", "ENDS", "1");
    run("rollout", "start", "app", "ENDS", "--to", "2", "--strategy", "AllAtOnce");
    run("rollout", "abort", "app", "ENDS");
    Run.Result ended = run("rollout", "status", "app:ENDS", "--watch");
    assertThat(ended.out()).contains("ROLLED_BACK").hasLineCount(1);
    assertThat(ended.code()).isEqualTo(1);
    run("alias", "delete", "app", "ENDS");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1000,1.0 kB",
    "12345678,12.3 MB",
    "999600,1.0 MB",
    "123456789012,123 GB"
  })
  void sizesAreShort(long bytes, String shown) {
    assertThat(Human.size(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"PT-1S,0s", "PT90S,90s", "PT90M,90m", "PT3H,3h", "PT47H,47h", "P3D,3d", "P800D,2y"})
  void agesAreInTheirLargestUnit(Duration age, String shown) {
    assertThat(Human.duration(age)).isEqualTo(shown);
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    assertThat(TextWidth.of("日本e\u0301")).isEqualTo(5);
    assertThat(TextWidth.cut("日本語", 4)).isEqualTo("日…");
    Table<String> table = new Table<String>().left("A", text -> text).left("B", text -> "b");
    assertThat(table.rows(Stream.of("日本", "x"), true, OptionalInt.empty()).map(Row::text))
        .containsExactly("A     B", "日本  b", "x     b");
  }
}
