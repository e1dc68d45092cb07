package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PartSenderTest {
  @Test
  void timeGrowsWithThePart() {
    Duration small = PartSender.timeFor(1000).apiCallAttemptTimeout().orElseThrow();
    Duration large = PartSender.timeFor(16 << 20).apiCallAttemptTimeout().orElseThrow();
    assertThat(small).isEqualTo(Duration.ofMinutes(5));
    assertThat(large).isEqualTo(Duration.ofMinutes(5).plusSeconds(1024));
    assertThat(PartSender.timeFor(1000).apiCallTimeout()).contains(small.multipliedBy(3));
  }
}
