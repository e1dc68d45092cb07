package dev.versioned.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileNameTest {
  @ParameterizedTest
  @CsvSource({
    "checkout-1.jar, checkout-1.jar",
    "a b&c.whl, a_b_c.whl",
    "naïve.csv, na_ve.csv",
    "日本.txt, __.txt",
    "😀.txt, _.txt",
    "'(it''s) *new*!', (it's)_*new*!",
    "a/b, a_b",
    "., _",
    ".., __",
    "...., ____",
    ".hidden, .hidden",
    "-rf, -rf"
  })
  void unsafeCharactersBecomeUnderscores(String given, String key) {
    assertThat(KeyFileName.of("checkout", given)).isEqualTo(key);
    assertThat(KeyFileName.isSafe(key)).isTrue();
  }

  @Test
  void artifactNameStandsInForNoFileName() {
    assertThat(KeyFileName.of("checkout", "")).isEqualTo("checkout");
  }

  @Test
  void longNameKeepsItsExtension() {
    assertThat(KeyFileName.of("a", "x".repeat(255) + ".tar.gz"))
        .isEqualTo("x".repeat(197) + ".gz")
        .hasSize(KeyFileName.LONGEST);
    assertThat(KeyFileName.of("a", "日".repeat(85))).isEqualTo("_".repeat(85));
    assertThat(KeyFileName.of("a", "." + "x".repeat(250))).hasSize(KeyFileName.LONGEST);
    assertThat(KeyFileName.of("a", "x." + "y".repeat(250))).hasSize(KeyFileName.LONGEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a b", "a/b", "ä", "a\nb"})
  void otherTextIsNoLastPartOfAKey(String text) {
    assertThat(KeyFileName.isSafe(text)).isFalse();
  }

  @Test
  void nameOfMoreThan200CharactersIsNoLastPartOfAKey() {
    assertThat(KeyFileName.isSafe("x".repeat(200))).isTrue();
    assertThat(KeyFileName.isSafe("x".repeat(201))).isFalse();
  }
}
