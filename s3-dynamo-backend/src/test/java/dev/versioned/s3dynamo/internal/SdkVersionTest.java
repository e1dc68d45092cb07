package dev.versioned.s3dynamo.internal;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdkVersionTest {
  @ParameterizedTest
  @ValueSource(strings = {"2.25.70", "2.4.999", "2.0.0-preview-1"})
  void olderSdkIsRefusedByName(String found) {
    assertThatThrownBy(() -> SdkVersion.check(found))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AWS SDK for Java " + found)
        .hasMessageContaining("versioned needs")
        .hasMessageContaining(SdkVersion.LEAST + " or newer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.57.8", "2.100.0", "2.60.0-SNAPSHOT", "3.0.0", "unknown"})
  void newerSdkIsAccepted(String found) {
    assertThatNoException().isThrownBy(() -> SdkVersion.check(found));
    assertThatNoException().isThrownBy(() -> SdkVersion.check(SdkVersion.LEAST.toString()));
  }

  @Test
  void sdkOfThisBuildIsAccepted() {
    assertThatNoException().isThrownBy(SdkVersion::check);
  }
}
