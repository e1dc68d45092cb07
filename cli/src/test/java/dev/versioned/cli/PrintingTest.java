package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of others reaches no terminal and no build log unescaped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrintingTest {
  /** OSC 52, CSI as one character, DEL, line ends of all kinds, bidi, a byte order mark, a tag. */
  private static final String HOSTILE =
      "\u001b]52;c;ZXZpbA==\u0007 \u009b31m \u007f \r\n ::set-output name=x::y \u0085 \u2028 \u2029"
          + " \u202e \u2066 \u200e \u200f \ufeff \udb40\udc41 ##vso[task.setvariable]x ##[add-mask]"
          + " ##teamcity[x]";

  @TempDir static Path directory;
  private LocalRepository local;
  private OneEndpoint endpoint;

  @BeforeAll
  void start() throws IOException {
    local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
    endpoint = OneEndpoint.of(local.aws());
    Files.writeString(directory.resolve("one.txt"), "one");
    assertThat(
            run("publish", "app", "one.txt", "--description", HOSTILE, "--meta", "m=" + HOSTILE)
                .code())
        .isZero();
    assertThat(run("alias", "point", "app", "LIVE", "1", "--reason", HOSTILE).code()).isZero();
  }

  @AfterAll
  void stop() {
    endpoint.close();
    local.close();
  }

  private Run.Result run(String... args) {
    return new Run(directory)
        .with("VERSIONED_BUCKET", local.bucket())
        .with("VERSIONED_TABLE", local.table())
        .with("VERSIONED_ENDPOINT_URL", endpoint.url())
        .with("VERSIONED_ACTOR", "tester " + HOSTILE)
        .of(args);
  }

  private static void assertHarmless(String printed) {
    assertThat(printed.replace("\n", "").replace("\tat ", ""))
        .doesNotContainPattern(
            "[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f]")
        .doesNotContain("\ufeff", "\udb40\udc41", "##vso[", "##[", "##teamcity[");
    assertThat(printed.lines()).noneMatch(line -> line.strip().startsWith("::"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "versions app",
        "show app 1",
        "alias history app LIVE",
        "alias show app LIVE",
        "alias list app",
        "history"
      })
  void valuesAreEscapedInTextAndJson(String command) {
    assertHarmless(run(command.split(" ")).out());
    String[] json = (command + " --output json").split(" ");
    assertHarmless(run(json).out());
  }

  @Test
  void jsonHasTheSameValuesForPrograms() {
    JsonNode version = run("show", "app", "1", "--output", "json").json().get("version");
    assertThat(version.get("description").asText()).isEqualTo(HOSTILE);
    assertThat(version.get("metadata").get("m").asText()).isEqualTo(HOSTILE);
  }

  @Test
  void noLedgerRowCanBeForged() {
    String forged = "r\n    7  2026-01-01T00:00:00Z  ROLLBACK        1=100%  somebody  because";
    run("alias", "point", "app", "FORGED", "1", "--reason", forged);
    assertThat(run("alias", "history", "app", "FORGED").out())
        .hasLineCount(1)
        .contains("r\\u000a    7  2026");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "::error::x|\\u003a:error::x",
        "  ::error::x|  \\u003a:error::x",
        "\u00a0::error::x|\u00a0\\u003a:error::x",
        "a ::b|a ::b",
        "##vso[a]|#\\u0023vso[a]",
        "x ##[group]|x #\\u0023[group]",
        "###[group]|##\\u0023[group]",
        "## title|## title",
        "####### 97 %|####### 97 %",
        "C:\\new|C:\\new",
        "Größe 😀|Größe 😀"
      })
  void linesAreNoCommandsToACiServer(String line, String printed) {
    assertThat(PrintedLine.of(line)).isEqualTo(printed);
  }

  @Test
  void jsonIsReadAsItWasWritten() throws IOException {
    List<String> texts =
        Stream.of(
                "", "#", "##", "###", "\ud83d\ude00", "\ud83d\ude00\ud83d\ude00", "##\ud83d#", "é")
            .toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Json.write(new PrintStream(out, true, StandardCharsets.UTF_8), Map.of("texts", texts));
    String written = out.toString(StandardCharsets.UTF_8);
    assertThat(written).contains("\ud83d\ude00", "é").doesNotContain("##");
    JsonNode read = new Run.Result(0, written, "").json().get("texts");
    for (int i = 0; i < texts.size(); i++) {
      assertThat(read.get(i).asText()).isEqualTo(texts.get(i));
    }
  }

  @Test
  void errorsAreEscaped() {
    for (String option : List.of("--output=text", "--output=json", "--debug")) {
      Run.Result result = run("show", "app", HOSTILE, option);
      assertThat(result.code()).isEqualTo(2);
      assertHarmless(result.err());
      assertHarmless(run("get", "app", "1", "-o", "no/" + HOSTILE.replace("/", ""), option).err());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:geheim@127.0.0.1:1",
        "http://user:ge heim@127.0.0.1:1",
        "http://user:ge/heim@127.0.0.1:1",
        "http://geheim@@127.0.0.1",
        "http://127.0.0.1:1/?key=geheim",
        "http://127.0.0.1:1/#geheim",
        "user:geheim@127.0.0.1"
      })
  void errorsHoldNoPasswordOfAnEndpoint(String url) {
    for (String form : List.of("text", "json")) {
      Run.Result result = run("artifacts", "--endpoint-url", url, "--output", form, "--debug");
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains("as an endpoint").doesNotContain("heim");
    }
  }

  @Test
  void secretsOfAddressesAreHiddenInMessages() {
    assertThat(Wording.ofCommand("Cannot reach endpoint http://u:p@h:1/a?b=c; try 'x://k@h/'"))
        .isEqualTo("Cannot reach endpoint http://***@h:1/a?*** try 'x://***@h/'");
    assertThat(Problem.usage("see https://h/p?X-Amz-Signature=1").message())
        .isEqualTo("see https://h/p?***");
  }

  @Test
  void linesOfTheLoggerAreEscaped() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream err = new PrintStream(new PrintedLines(out), true, StandardCharsets.UTF_8)) {
      err.println("retry of http://u:p@h: \u001b[31m é");
      err.println("::error::x");
    }
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("retry of http://***@h: \\u001b[31m é", "\\u003a:error::x");
  }

  @Test
  void allThatIsPrintedIsEscapedInOnePlace() throws IOException {
    // The progress bars draw; completion prints a script; stack frames are names in the code.
    List<String> others =
        List.of("ProgressBar", "CopyProgress", "CompletionCommand", "StackTrace", "Terminal");
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      assertThat(sources.filter(Files::isRegularFile))
          .filteredOn(file -> others.stream().noneMatch(n -> file.endsWith(n + ".java")))
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file))
                      .doesNotContainPattern(
                          "(out|err)(\\(\\))?\\.print(ln|f)?\\(|printStackTrace"));
    }
  }

  @Test
  void outputOfAChecksStaysOutOfTheLedgerIfWanted() {
    for (String hook : List.of("--check", "--before")) {
      run("publish", "app", "one.txt", "--force");
      run("alias", "point", "app", "QUIET", "1");
      run("rollout", "start", "app", "QUIET", "--to", "2", "--strategy", "Canary10Percent5Minutes");
      String command = "echo token=geheim; exit 1";
      Run.Result tick = run("rollout", "tick", "app", "QUIET", hook, command, "--no-check-output");
      assertThat(tick.code()).as(tick.err()).isEqualTo(1);
      assertThat(tick.out() + run("alias", "history", "app", "QUIET", "--output", "json").out())
          .contains("exit code 1")
          .doesNotContain("geheim");
    }
  }
}
