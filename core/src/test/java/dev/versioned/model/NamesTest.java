package dev.versioned.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final String LONGEST = "x".repeat(128);

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "checkout-service", "Model.v2_x", "a..b"})
  void artifactNames(String name) {
    assertThat(ArtifactName.parse(name)).hasToString(name);
    assertThat(ArtifactName.parse(LONGEST).value()).hasSize(128);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "../a", "a/b", "/a", "-a", "_a", "a b", "ä", "a\n", "a\u0000"})
  void notArtifactNames(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArtifactName.parse(name))
        .withMessageStartingWith("Cannot use '")
        .withMessageContaining("as an artifact name: it must be");
  }

  @Test
  void aNameOfOver128CharactersIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ArtifactName.parse(LONGEST + "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> AliasName.parse(LONGEST + "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIVE", "prd_2", "-", "1a", "0-0"})
  void aliasNames(String name) {
    assertThat(AliasName.parse(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "007", "a.b", "a/b", "$LATEST", "a b", "LIVE\n"})
  void notAliasNames(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> AliasName.parse(name));
  }

  @Test
  void qualifiersAreNumbersLatestOrAliases() {
    assertThat(Qualifier.parse("7")).isEqualTo(VersionNumber.of(7));
    assertThat(Qualifier.parse("000000000007")).isEqualTo(VersionNumber.of(7));
    assertThat(Qualifier.parse("$LATEST")).isEqualTo(Latest.LATEST);
    assertThat(Qualifier.parse("LIVE")).isEqualTo(new AliasName("LIVE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "1000000000000",
        "9999999999999999999999",
        "$latest",
        "٧",
        "-1",
        "+1",
        "1.0"
      })
  void notQualifiers(String text) {
    if (text.equals("-1")) {
      assertThat(Qualifier.parse(text)).isEqualTo(new AliasName("-1"));
    } else {
      assertThatIllegalArgumentException().isThrownBy(() -> Qualifier.parse(text));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1_000_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
  void notVersionNumbers(long value) {
    assertThatIllegalArgumentException().isThrownBy(() -> VersionNumber.of(value));
  }

  @Test
  void paddedNumbersSortAsText() {
    assertThat(VersionNumber.of(9).padded()).isLessThan(VersionNumber.of(10).padded()).hasSize(12);
    assertThat(VersionNumber.parse(VersionNumber.of(VersionNumber.MAX).padded()))
        .isEqualTo(VersionNumber.of(VersionNumber.MAX));
  }

  @Property(tries = 5000)
  void everyParserRoundTripsOrRefuses(@ForAll String text) {
    Map<String, Function<String, Object>> parsers =
        Map.of(
            "artifact", ArtifactName::parse,
            "alias", AliasName::parse,
            "number", VersionNumber::parse,
            "qualifier", Qualifier::parse,
            "target", Target::parse,
            "digest", Digest::parse,
            "weight", Weight::parse,
            "key", IdempotencyKey::new);
    parsers.forEach(
        (name, parser) -> {
          Object parsed;
          try {
            parsed = parser.apply(text);
          } catch (IllegalArgumentException e) {
            assertThat(e).as(name).isExactlyInstanceOf(IllegalArgumentException.class);
            return;
          }
          assertThat(parser.apply(parsed.toString())).as(name).isEqualTo(parsed);
        });
  }

  @Test
  void digestsAreSha256() {
    Digest digest = Digest.of(new byte[0]);
    assertThat(digest)
        .hasToString("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
    assertThat(digest.base64()).isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    assertThatIllegalArgumentException().isThrownBy(() -> Digest.parse(digest.hex()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Digest("E".repeat(64)));
  }
}
