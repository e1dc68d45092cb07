package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.versioned.cli.document.Document;
import dev.versioned.cli.document.DocumentException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The command's messages are true, and use its own terms. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
class SentencesTest {
  @TempDir static Path directory;
  private LocalRepository local;
  private OneEndpoint endpoint;

  @BeforeAll
  void start() throws IOException {
    local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
    endpoint = OneEndpoint.of(local.aws());
    Files.writeString(directory.resolve("one.txt"), "one");
    Run.Result first = run("publish", "checkout", "one.txt");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(run("publish", "checkout", "one.txt", "--force").code()).isZero();
    assertThat(run("put", "fresh", "one.txt").code()).isZero();
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
        .of(args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkout 4711", "nope 1"})
  void deletedIsOnlySaidOfWhatExisted(String line) {
    Run.Result result = run(("delete " + line).split(" "));
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .isEqualTo(line.replace(' ', ':') + " does not exist, nothing was deleted\n");
    JsonNode json = run(("delete " + line + " --output json").split(" ")).json();
    assertThat(json.get("deleted").isNull()).isTrue();
  }

  @Test
  void deleteRunAgainHasTheSameAnswer() {
    run("publish", "again", "one.txt");
    for (int i = 0; i < 2; i++) {
      assertThat(run("delete", "again", "1").out()).isEqualTo("deleted again:1\n");
    }
  }

  @Test
  void deletedIsOnlySaidOfAnAliasThatExisted() {
    assertThat(run("alias", "delete", "checkout", "NONE").out())
        .isEqualTo("alias checkout:NONE does not exist, nothing was deleted\n");
    run("alias", "point", "checkout", "SHORT", "1");
    for (int i = 0; i < 2; i++) {
      assertThat(run("alias", "delete", "checkout", "SHORT").out())
          .startsWith("deleted alias checkout:SHORT\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "versions nope",
        "versions nope --state deleted",
        "alias list nope",
        "alias history nope LIVE",
        "fsck --artifact nope",
        "fsck --artifact nope --digests",
        "prune nope --keep-last 3",
        "prune nope --keep-last 3 --dry-run",
        "gc --artifact nope",
        "gc --artifact nope --dry-run"
      })
  void unknownArtifactIsNotFound(String line) {
    Run.Result text = run(line.split(" "));
    assertThat(text.code()).as(text.out()).isEqualTo(3);
    assertThat(text.out()).isEmpty();
    assertThat(text.err()).contains("nope: there is no such artifact");
    Run.Result json = run((line + " --output json").split(" "));
    assertThat(json.out()).isEmpty();
    assertThat(json.error().get("subject").asText()).isEqualTo("ARTIFACT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "versions fresh",
        "versions checkout --state deleted",
        "alias list fresh",
        "alias list checkout",
        "fsck --artifact fresh",
        "prune fresh --keep-last 3",
        "gc --artifact fresh"
      })
  void emptyListOfAKnownArtifactIsAnAnswer(String line) {
    Run.Result result = run(line.split(" "));
    assertThat(result.code()).as(result.err()).isZero();
  }

  @Test
  void recordThatCannotBeReadIsSetAside() {
    run("publish", "bricked", "one.txt");
    run("alias", "point", "bricked", "LIVE", "1");
    local
        .aws()
        .dynamoDb()
        .updateItem(
            r ->
                r.tableName(local.table())
                    .key(
                        Map.of(
                            "pk", AttributeValue.fromS("ALIASES#bricked"),
                            "sk", AttributeValue.fromS("LIVE")))
                    .updateExpression("REMOVE slots"));
    Run.Result bricked = run("alias", "point", "bricked", "LIVE", "1", "--output", "json");
    assertThat(bricked.code()).isEqualTo(5);
    assertThat(bricked.error().get("code").asText()).isEqualTo("UNREADABLE_RECORD");
    String record = bricked.error().get("record").asText();
    assertThat(record).isEqualTo("alias bricked:LIVE");
    JsonNode found = run("fsck", "--artifact", "bricked", "--output", "json").json();
    assertThat(found.get("violations").get(0).get("subject").asText()).isEqualTo(record);

    Run.Result unconfirmed = run("fsck", "--set-aside", record);
    assertThat(unconfirmed.code()).isEqualTo(2);
    assertThat(unconfirmed.err()).contains("without --yes");
    Run.Result confirmed = run("fsck", "--set-aside", record, "--yes");
    assertThat(confirmed.out())
        .startsWith("alias bricked:LIVE is set aside: the alias is deleted at revision 2")
        .contains("its item is kept at ASIDE#bricked / ALIASES#bricked/LIVE/");
    assertThat(run("alias", "point", "bricked", "LIVE", "1").code()).isZero();
    assertThat(run("fsck", "--artifact", "bricked").out()).isEqualTo("every promise is kept\n");
    assertThat(run("fsck", "--set-aside", record, "--yes").code()).isEqualTo(2);
    assertThat(run("fsck", "--yes").code()).isEqualTo(2);
  }

  @Test
  void settingsThatAreIgnoredAreNamedAndEscaped() throws IOException {
    Files.writeString(
        directory.resolve("settings.json"),
        "{\"_shared\": {\"log\\u001b[31m\": 1}, \"prd\": {\"checkout.SET\": 1, \"db\": {}}}");
    List<String> warnings =
        List.of(
            "settings.json:1: 'log\\u001b[31m' says nothing of an alias, ignored",
            "settings.json:1: 'db' says nothing of an alias, ignored");
    for (String command : List.of("plan", "apply")) {
      Run.Result text = run("release", command, "settings.json", "--env", "prd");
      assertThat(text.code()).as(text.err()).isZero();
      assertThat(text.err().lines())
          .containsExactlyElementsOf(warnings.stream().map(w -> "warning: " + w).toList());
      Run.Result json =
          run("release", command, "settings.json", "--env", "prd", "--output", "json");
      assertThat(json.err()).isEmpty();
      assertThat(json.out()).containsIgnoringCase("log\\u001b[31m").doesNotContain("\u001b");
      assertThat(json.json().get("warnings")).hasSize(2);
    }
  }

  @Test
  void unknownAliasHasNoHistory() {
    Run.Result result = run("alias", "history", "checkout", "NEVER", "--output", "json");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.error().get("subject").asText()).isEqualTo("ALIAS");
  }

  @Test
  void helpIsHelp() {
    assertThat(run("help").out()).isEqualTo(run("--help").out()).contains("Usage: versioned");
    assertThat(run("help", "alias", "split").out())
        .isEqualTo(run("alias", "split", "--help").out())
        .contains("Usage: versioned alias split");
  }

  @Test
  void helpHasNoWarnings() {
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      help(new Cli(terminal()).commandLine());
    } finally {
      System.setErr(before);
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(run("alias", "split", "--help").out()).contains("9=0.5%").doesNotContain("%%");
  }

  private static void help(CommandLine command) {
    assertThat(command.getUsageMessage()).doesNotContain("%%");
    command.getSubcommands().values().forEach(SentencesTest::help);
  }

  private Terminal terminal() {
    return new Terminal(System.in, System.out, System.err, Map.of(), directory, false);
  }

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
  private static final Pattern CODE = Pattern.compile("\\b[a-z]\\w*\\(\\)|S3Dynamo[A-Z]\\w+");

  @Test
  void messagesOfTheLibraryNameNoMethods() throws IOException {
    for (String module : List.of("core", "s3-dynamo-backend", "s3-dynamo-admin")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          Matcher literal =
              LITERAL.matcher(Files.readString(file).replaceAll("(?m)^ *[/*].*$", ""));
          while (literal.find()) {
            assertThat(Wording.ofCommand(literal.group(1)))
                .as(file.toString())
                .doesNotContainPattern(CODE);
          }
        }
      }
    }
  }

  @Test
  void errorsOfLibraryAndJdkAreInTheCommandsWords() {
    assertThat(
            Problem.of(
                    new IllegalArgumentException(
                        "Cannot connect to AWS: no region is set; call region(), or set AWS_REGION or"
                            + " a profile"))
                .message())
        .contains("--region", "AWS_DEFAULT_REGION")
        .doesNotContain("region()");
    assertThat(run("prune", "checkout", "--keep-last", "0").err()).contains("--in-use-only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1,}",
        "{\"a\": tru}",
        "{\"a\": 1",
        "{\"a\": {",
        "{\"a\" 1}",
        "{\"a\": \"b",
        "{\"a\": 01}",
        "{a: 1}",
        "{\"a\": \"\u0001\"}",
        "a: [",
        "a: 'b",
        "a: b: c",
        "\tb: 1",
        "a: *b",
        "a: !!x {",
        "a: \"\\q\"",
        "a: @b",
        "%YAML 9",
        "- a\n b: c"
      })
  void unreadableFilesAreNamedWithoutTheParsersNoise(String text) {
    String name = text.startsWith("{") ? "f.json" : "f.yaml";
    assertThatThrownBy(() -> Document.parse(name, text))
        .isInstanceOf(DocumentException.class)
        .hasMessageStartingWith("Cannot read " + name + ":")
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain(
            "Source", "REDACTED", "StreamReadFeature", "JsonToken", "jackson", "`", "ALLOW_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-10%", "-1000%", "1e3%", "10", "x", "-10bp", "101%", "0.001%"})
  void weightsAreRefusedInTheUsersWords(String weight) {
    assertThat(run("alias", "split", "checkout", "LIVE", "1", "2=" + weight).err())
        .contains("'" + weight + "'");
  }
}
