package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PartConcurrencyTest {
  private final PartConcurrency parts = new PartConcurrency();

  private void took(int seconds) {
    for (int i = 0; i < 50; i++) {
      parts.took(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void fastPartsBringMoreAndSlowOnesFewer() {
    assertThat(parts.count()).isEqualTo(4);
    took(0);
    assertThat(parts.count()).isEqualTo(PartConcurrency.MOST);
    took(3);
    assertThat(parts.count()).isEqualTo(PartConcurrency.MOST);
    took(60);
    assertThat(parts.count()).isEqualTo(PartConcurrency.FEWEST);
  }
}
