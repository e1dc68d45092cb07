package dev.versioned.s3dynamo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a/", "a/b/", "team-1/artifacts.v2/", "a=b/c@d/"})
  void foldersAreTaken(String value) {
    assertThat(new Prefix(value)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "/", "/a/", "a//", "a//b/", "./", "a/../", "a/./b/", "ä/", "a b/", "a\n/"})
  void whatSomeStoreWouldChangeIsRefused(String value) {
    assertThatThrownBy(() -> new Prefix(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot use prefix ");
  }

  @ParameterizedTest
  @ValueSource(ints = {Prefix.LONGEST, Prefix.LONGEST + 1})
  void longestKeyFits(int length) {
    String value = "a".repeat(length - 1) + "/";
    if (length <= Prefix.LONGEST) {
      assertThat(value.length() + "x".repeat(128).length() + "/latest/".length() + 26)
          .isLessThanOrEqualTo(1024);
      assertThat(new Prefix(value)).hasToString(value);
    } else {
      assertThatThrownBy(() -> new Prefix(value)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property
  void anyTextIsTakenAsItIsOrRefused(@ForAll String value) {
    try {
      assertThat(new Prefix(value)).hasToString(value);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("Cannot use prefix ");
    }
  }
}
