package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlicesInFlightTest {
  private final SlicesInFlight slices = new SlicesInFlight();

  private void took(int seconds) {
    for (int i = 0; i < 50; i++) {
      slices.took(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void fastSlicesBringMoreAndSlowOnesFewer() {
    assertThat(slices.count()).isEqualTo(4);
    took(0);
    assertThat(slices.count()).isEqualTo(SlicesInFlight.MOST);
    took(3);
    assertThat(slices.count()).isEqualTo(SlicesInFlight.MOST);
    took(60);
    assertThat(slices.count()).isEqualTo(SlicesInFlight.FEWEST);
  }
}
