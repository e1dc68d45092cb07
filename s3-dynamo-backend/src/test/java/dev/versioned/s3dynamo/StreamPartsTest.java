package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.spi.BlobSource;
import org.junit.jupiter.api.Test;

class StreamPartsTest {
  @Test
  void tenThousandPartsHoldAlmostFiveTebibytes() {
    long total = 0;
    for (int index = 0; index < BlobSource.MOST_PARTS; index++) {
      total += StreamParts.bytesOf(index);
    }
    assertThat(total).isBetween((48L << 40) / 10, 5L << 40);
  }

  @Test
  void partsGrowAndStayWithinMemory() {
    assertThat(StreamParts.bytesOf(0)).isEqualTo(16 << 20);
    assertThat(StreamParts.bytesOf(999)).isEqualTo(16 << 20);
    assertThat(StreamParts.bytesOf(1000)).isEqualTo(32 << 20);
    assertThat(StreamParts.bytesOf(9_998)).isEqualTo(1 << 30);
    assertThat(StreamParts.inFlight(StreamParts.bytesOf(0))).isEqualTo(4);
    assertThat(StreamParts.inFlight(StreamParts.bytesOf(1000))).isEqualTo(2);
    assertThat(StreamParts.inFlight(StreamParts.bytesOf(9_998))).isEqualTo(1);
  }
}
