package dev.versioned.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON as RFC 8259 has it, and nothing that readers understand differently. */
class JsonReaderTest {
  private static void assertRefused(String json, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonReader.read(json))
        .withMessageContaining(why);
  }

  @Test
  void valuesOfEveryKindAreRead() {
    Json read =
        JsonReader.read(
            " {\"a\" : [ 1, -0.5e+3 , true,null,\"x\\n\\u00e9\\ud83d\\ude00\\/\" ], \"b\":{} } ");
    assertThat(read.elements("a"))
        .containsExactly(
            new Json.Literal("1"),
            new Json.Literal("-0.5e+3"),
            new Json.Literal("true"),
            new Json.Literal("null"),
            new Json.Text("x\n\u00e9\ud83d\ude00/"));
    assertThat(read.member("b")).contains(JsonReader.read("{}"));
    assertThat(read.member("c")).isEmpty();
    assertThat(read.text("a")).isEmpty();
    assertThat(JsonReader.read("[]").elements("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "\"",
        "\"\\x\"",
        "\"\\u12",
        "\"\\u12g4\"",
        "\"\\",
        "\"a\nb\"",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1 2",
        "nul",
        "NaN",
        "True",
        "{}x",
        "//c\n1",
        "\ufeff{}",
        "\u0000"
      })
  void otherTextIsRefused(String text) {
    assertRefused(text, " at character ");
  }

  @Test
  void twoMembersOfOneNameAreRefused() {
    assertRefused("{\"a\":1,\"b\":{\"x\":1,\"\\u0078\":2}}", "two members 'x'");
  }

  @Test
  void halfOfACharacterIsRefused() {
    assertRefused("\"\\ud83d\"", "half of a character");
    assertRefused("\"\ude00\"", "half of a character");
  }

  @Test
  void deepNestingIsRefused() {
    int most = JsonReader.DEEPEST - 1;
    assertThat(JsonReader.read("[".repeat(most) + "1" + "]".repeat(most))).isNotNull();
    assertRefused("[".repeat(most + 1) + "1" + "]".repeat(most + 1), "nested deeper than 64");
    assertRefused("{\"a\":".repeat(100_000), "nested deeper than 64");
  }
}
