package dev.versioned.internal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  private static final String EMOJI = "\ud83d\ude00";

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, '\t', '\n', '\r', 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9d, 0x9f, 0xad, 0x61c, 0x200b,
        0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067,
        0x2068, 0x2069, 0xd800, 0xdfff, 0xfeff, 0xe0041
      })
  void hiddenCharactersAreEscaped(int codePoint) {
    String escaped = PlainText.escape("a" + Character.toString(codePoint) + "b");
    assertThat(escaped).matches("a(\\\\u[0-9a-f]{4}){1,2}b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "Größe",
        "C:\\new",
        "日本語",
        "\ud83d\udc68\u200d\ud83d\udc69",
        "e\u0301"
      })
  void visibleTextIsUnchanged(String text) {
    assertThat(PlainText.escape(text)).isEqualTo(text);
  }

  @Test
  void halfOfAPairIsEscaped() {
    assertThat(PlainText.escape("\ude00 " + EMOJI + "\ud83d")).isEqualTo("\\ude00 😀\\ud83d");
  }

  @Property
  void escapedTextHasNoHiddenCharacter(@ForAll String text) {
    assertThat(PlainText.escape(text).codePoints()).noneMatch(PlainText::isHidden);
  }

  @Test
  void textIsCutBetweenCharacters() {
    assertThat(PlainText.cut("a" + EMOJI.repeat(3), 4)).isEqualTo("a" + EMOJI);
    assertThat(PlainText.cut(EMOJI.repeat(3), 4)).isEqualTo(EMOJI.repeat(2));
    assertThat(PlainText.cut(EMOJI, 1)).isEmpty();
    assertThat(PlainText.cut(EMOJI, 0)).isEmpty();
    assertThat(PlainText.cut("abc", 3)).isEqualTo("abc");
  }

  @Property
  void cutTextIsAStartOfWholeCharacters(@ForAll String text) {
    for (int longest = 0; longest <= text.length(); longest++) {
      String cut = PlainText.cut(text, longest);
      assertThat(text).startsWith(cut);
      assertThat(cut.length()).isBetween(Math.max(0, longest - 1), longest);
      assertThat(text.codePoints().limit(cut.codePoints().count()).toArray())
          .isEqualTo(cut.codePoints().toArray());
    }
  }
}
