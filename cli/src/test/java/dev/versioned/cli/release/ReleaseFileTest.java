package dev.versioned.cli.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.versioned.cli.document.Document;
import dev.versioned.cli.document.DocumentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms of release files, and the corresponding schema. */
class ReleaseFileTest {
  private static final String DOTTED_SAMPLE =
      "{\"*.artifacts.*.live_version1\": null, \"prd.artifacts.checkout.live_version1\": 7,"
          + " \"prd.artifacts.checkout.live_version2\": 8,"
          + " \"prd.artifacts.checkout.live_version2_percentage\": 0.1}";

  private static String read(String text, String environment) {
    String name = text.startsWith("{") ? "f.json" : "f.yaml";
    return ReleaseFile.of(Document.parse(name, text), environment).aliases().stream()
        .map(d -> d.artifact() + ":" + d.alias() + "=" + shown(d.primary()) + d.additional())
        .collect(Collectors.joining(" "));
  }

  private static String shown(Choice choice) {
    return choice instanceof Choice.Exactly exactly ? exactly.target().toString() : "newest";
  }

  private static boolean isValid(String text) throws IOException {
    try (InputStream in = ReleaseFile.class.getResourceAsStream("release.schema.json")) {
      JsonSchema schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
      ObjectMapper mapper =
          text.startsWith("{")
              ? new ObjectMapper().enable(JsonParser.Feature.ALLOW_COMMENTS)
              : new ObjectMapper(new YAMLFactory());
      JsonNode file = mapper.readTree(text);
      return schema.validate(file).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"prd.artifacts.a.live_version1": 7} | prd | a:LIVE=7{}
          {"prd.artifacts.a.b-c.live_version1": 7} | prd | a.b-c:LIVE=7{}
          {"prd.artifacts.a.Blue_version1": "7"} | prd | a:Blue=7{}
          {"prd.artifacts.a.live_version1": null} | prd | a:LIVE=newest{}
          {"tst.artifacts.a.live_version1": null} | tst | a:LIVE=$LATEST{}
          {"sbx.artifacts.a.live_version1": null} | sbx | a:LIVE=$LATEST{}
          {"tst.artifacts.a.live_version1": null, "tst.immutable": true} | tst | a:LIVE=newest{}
          {"prd.artifacts.a.live_version1": null, "*.immutable": false} | prd | a:LIVE=$LATEST{}
          {"*.artifacts.*.live_version1": 3, "prd.artifacts.a.beta_version1": 4} | prd | a:LIVE=3{} a:BETA=4{}
          {"*.artifacts.*.live_version1": 3, "prd.artifacts.*.live_version1": 4, "*.artifacts.a.beta_version1": 1} | prd | a:LIVE=4{} a:BETA=1{}
          {"*.artifacts.a.live_version1": 3, "prd.artifacts.*.live_version1": 4, "prd.artifacts.a.live_version1": 5} | prd | a:LIVE=5{}
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.live_version2": null, "prd.artifacts.a.live_version2_percentage": 0.1} | prd | a:LIVE=7{}
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.live_version2": 8, "prd.artifacts.a.live_version2_percentage": 10} | prd | a:LIVE=7{8=10%}
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.live_version2": 8, "prd.artifacts.a.live_version2_percentage": "1%"} | prd | a:LIVE=7{8=1%}
          {"*.artifacts.*.live_version1": 3, "prd.artifacts.a.LIVE_version1": 4} | prd | a:LIVE=4{}
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.live_version2": 8, "prd.artifacts.a.live_version2_percentage": 33.33} | prd | a:LIVE=7{8=33.33%}
          {"environments": {"prd": {"artifacts": {"a": {"LIVE": 7}}}}} | prd | a:LIVE=7{}
          {"environments": {"prd": {"artifacts": {"a": {"LIVE": "$LATEST"}}}}} | prd | a:LIVE=$LATEST{}
          {"environments": {"prd": {"immutable": true, "artifacts": {"a": {"LIVE": "newest"}}}}} | prd | a:LIVE=newest{}
          {"environments": {"prd": {"artifacts": {"a": {"LIVE": {"version": 7, "split": {"8": "10%", "9": "25bp"}}}}}}} | prd | a:LIVE=7{8=10%, 9=0.25%}
          """)
  void bothFormsAreReadAndValid(String text, String environment, String wanted) throws IOException {
    assertThat(read(text, environment)).isEqualTo(wanted);
    assertThat(isValid(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.live_version2": 8, "prd.artifacts.a.live_version2_percentage": 1} | 100% (0 to 1) or as 1% (0 to 100) | false
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.live_version2": 8, "prd.artifacts.a.live_version2_percentage": 0.5, "tst.artifacts.a.live_version2_percentage": 20} | 50% (0 to 1) or as 0.5% (0 to 100) | true
          {"prd.artifacts.a.live_version1": "$LATEST", "prd.immutable": false, "prd.artifacts.a.live_version2": 8, "prd.artifacts.a.live_version2_percentage": 0.5} | $LATEST can only be routed to alone | true
          {"prd.artifacts.a.live_version1": "$LATEST"} | immutable | true
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.live_version2": 8} | without its percentage | true
          {"prd.artifacts.a.live_version2": 8} | stands without LIVE_version1 | true
          {"*.artifacts.a.live_version1": 3, "prd.artifacts.*.live_version1": 4} | equally specific | true
          {"*.artifacts.*.live_version1": 3} | no artifact is named | true
          {"prd.artifact.a.live_version1": 7} | not known | false
          {"prd.artifacts.a.live_version3": 7} | not known | false
          {"prd.artifacts.a.live_version1": 0} | version number | false
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.live_version1": 8} | twice | true
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.LIVE_version1": 8} | is the same as | true
          {"pr*.artifacts.a.live_version1": 7} | whole segment | true
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.live_version2": 8, "prd.artifacts.a.live_version2_percentage": 33.333} | whole number of basis points | true
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.live_version2": 8, "prd.artifacts.a.live_version2_percentage": 0.10000000000000001} | whole number of basis points | true
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.live_version2": 8, "prd.artifacts.a.live_version2_percentage": 1e-400} | not a decimal number | true
          {"prd.artifacts.a.live_version1": 7, "prd.artifacts.a.live_version2": 8, "prd.artifacts.a.live_version2_percentage": -0.1} | must be 0 to 100 | false
          {"environments": {"tst": {}}} | there is no environment 'prd' | true
          {"environments": {"prd": {"artefacts": {}}}} | 'artefacts' | false
          {"environments": {"prd": {"artifacts": {"a": {"LIVE": {"split": {"8": "10%"}}}}}}} | has no version | false
          {"environments": {"prd": {"artifacts": {"a": {"LIVE": {"version": "$LATEST", "split": {"8": "10%"}}}}}}} | alone | true
          {"environments": {"prd": {"immutable": true, "artifacts": {"a": {"LIVE": "$LATEST"}}}}} | immutable | true
          {"environments": {"prd": {"artifacts": {"a": {"LIVE": {"version": 7, "split": {"8": 10}}}}}}} | weight | false
          {"environments": {"prd": {"artifacts": {"a": {"7": 7}}}}} | alias name | false
          [] | an object is wanted | false
          """)
  void whatCannotBeMeantIsRefusedWithItsLine(String text, String reason, boolean valid)
      throws IOException {
    assertThatThrownBy(() -> read(text, "prd"))
        .isInstanceOf(DocumentException.class)
        .hasMessageStartingWith("Cannot read f.")
        .hasMessageContaining(reason);
    // Some mistakes appear only when everything is read together.
    assertThat(isValid(text)).isEqualTo(valid);
  }

  private static final String SETTINGS =
      """
      {
        // who serves what
        "_shared": {"*.checkout.LIVE": "3", "log_level": "info", "*.nets": ["a", {"b": 1}]},
        "dev": {"checkout.LIVE": {"3": 0.9, "4": 0.1}, "bucket": "dev-bucket"}, /* the rest */
        "prd": {"checkout.LIVE": "3", "artifacts": {"prices": {"live_version1": "7"}}, "db": {"port": 1}}
      }
      """;

  private static ReleaseFile settings(String text, String environment) {
    return ReleaseFile.of(Document.parse("f.json", text), environment);
  }

  @org.junit.jupiter.api.Test
  void filesOfSettingsAreRead() {
    assertThat(read(SETTINGS, "dev")).isEqualTo("checkout:LIVE=3{4=10%}");
    assertThat(read(SETTINGS, "prd")).isEqualTo("checkout:LIVE=3{} prices:LIVE=7{}");
    String onlyShared = SETTINGS.replace("\"checkout.LIVE\": \"3\", ", "");
    assertThat(read(onlyShared, "prd")).isEqualTo("checkout:LIVE=3{} prices:LIVE=7{}");
    assertThat(read(SETTINGS.replace("0.9", "90").replace("0.1}", "10}"), "dev"))
        .isEqualTo("checkout:LIVE=3{4=10%}");
  }

  @org.junit.jupiter.api.Test
  void schemaDescribesFilesOfSettings() throws IOException {
    assertThat(isValid(SETTINGS)).isTrue();
    for (String changed :
        List.of(
            SETTINGS.replace("\"checkout.LIVE\": \"3\",", "\"checkout.LIVE\": \"1.0\","),
            SETTINGS.replace("0.9", "\"most\""),
            SETTINGS.replace("\"bucket\": \"dev-bucket\"", "\"immutable\": \"yes\""))) {
      assertThat(changed).isNotEqualTo(SETTINGS);
      assertThat(isValid(changed)).as(changed).isFalse();
      assertThatThrownBy(
              () -> List.of("dev", "prd").forEach(environment -> settings(changed, environment)))
          .isInstanceOf(DocumentException.class);
    }
    assertThat(isValid("{\"_shared\": {}, \"prd\": {\"a.LIVE\": null, \"b.LIVE\": \"newest\"}}"))
        .isTrue();
  }

  @org.junit.jupiter.api.Test
  void settingsThatAreNotOfAReleaseAreNamed() {
    assertThat(settings(SETTINGS, "prd").ignored())
        .containsExactly(
            "f.json:3: 'log_level' says nothing of an alias, ignored",
            "f.json:3: '*.nets' says nothing of an alias, ignored",
            "f.json:5: 'db' says nothing of an alias, ignored");
  }

  @org.junit.jupiter.api.Test
  void allMistakesAreSaidAtOnceInTheUsersWords() {
    assertThatThrownBy(
            () ->
                settings(
                    "{\"prd\": {\n\"a.LIVE\": \"1.0\",\n\"b.LIVE\": {\"3\": 0.9},\n\"c.LIVE\": 1e0,\n"
                        + "\"d.LIVE\": {\"1\": -10, \"2\": 110}}}",
                    "prd"))
        .hasMessageContainingAll("f.json:2: ", "'1.0'", "f.json:3: ", "0.9", "f.json:4: ", "'1e0'")
        .hasMessageContaining("Cannot use -10 as a share");
    assertThatThrownBy(() -> settings("{\"prd\": {\"artifacts.a.live_version3\": 1}}", "prd"))
        .hasMessageContaining("not known");
    assertThatThrownBy(() -> settings(SETTINGS, "tst"))
        .hasMessageContaining("there are [dev, prd]");
    assertThatThrownBy(() -> read(DOTTED_SAMPLE.replace("0.1", "-10"), "prd"))
        .hasMessageContaining("Cannot use -10 as a share");
    assertThatThrownBy(() -> Document.parse("f.json", "{\"a\": 1"))
        .hasMessageContaining("line 1, column 1")
        .hasMessageNotContaining("REDACTED");
  }

  @org.junit.jupiter.api.Test
  void theSampleOfAwsTeamsIsRead() throws IOException {
    assertThat(read(DOTTED_SAMPLE, "prd")).isEqualTo("checkout:LIVE=7{8=10%}");
    assertThat(isValid(DOTTED_SAMPLE)).isTrue();
  }

  @org.junit.jupiter.api.Test
  void yamlMistakesHaveTheirLine() throws IOException {
    String yaml =
        """
        environments:
          prd:
            immutable: true
            artifacts:
              checkout:
                LIVE: {version: 7, split: {8: 10%}}
                BETA: newest
        """;
    assertThat(read(yaml, "prd")).isEqualTo("checkout:LIVE=7{8=10%} checkout:BETA=newest{}");
    assertThat(isValid(yaml)).isTrue();
    assertThatThrownBy(() -> read(yaml.replace("newest", "8.5"), "prd"))
        .hasMessageStartingWith("Cannot read f.yaml:7: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing\n",
        "- a\n",
        "environments:\n\tprd: {}\n",
        "environments: &all {prd: {}}\n",
        "environments: {prd: *all}\n",
        "environments: {prd: {}}\n---\nenvironments: {prd: {}}\n",
        "environments: {prd: {}, prd: {}}\n",
        "environments: {prd: {artifacts: {a: {LIVE: 0x7}}}}\n",
        "environments: {prd: {artifacts: {a: {LIVE: 1_000}}}}\n",
        "environments: {prd: {artifacts: {a: {LIVE: }}}}\n",
        "environments: {prd: {immutable: yes}}\n",
        "environments: {prd: {"
      })
  void yamlThatCouldBeMeantOtherwiseIsRefused(String yaml) {
    assertThatThrownBy(() -> read("# \n" + yaml, "prd"))
        .isInstanceOf(DocumentException.class)
        .hasMessageMatching("Cannot read f.yaml:[0-9]+: .*");
  }

  @org.junit.jupiter.api.Test
  void encodingsAreDistinguished(@TempDir Path directory) throws IOException {
    String text = "\uFEFF{\"prd.artifacts.a.live_version1\": \"7\"}";
    Path marked = Files.writeString(directory.resolve("marked.json"), text);
    assertThat(ReleaseFile.read(marked, "prd").aliases()).hasSize(1);
    Path other = Files.write(directory.resolve("other.yaml"), new byte[] {'a', (byte) 0xe9, ':'});
    assertThatThrownBy(() -> ReleaseFile.read(other, "prd")).hasMessageContaining("not UTF-8");
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    for (String name : new String[] {"f.json", "f.yaml"}) {
      try {
        ReleaseFile.of(Document.parse(name, text), "prd");
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("Cannot");
      }
    }
  }
}
