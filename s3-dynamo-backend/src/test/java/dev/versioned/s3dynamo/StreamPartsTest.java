package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamPartsTest {
  private static final StreamParts PARTS = new StreamParts(16 << 20);

  @Test
  void tenThousandPartsHoldAlmostFiveTebibytes() {
    long total = 0;
    for (int index = 0; index < PartSizes.MOST_PARTS; index++) {
      total += PARTS.bytesOf(index);
    }
    assertThat(total).isBetween((48L << 40) / 10, 5L << 40);
  }

  @Test
  void partsGrowAndStayWithinMemory() {
    assertThat(PARTS.bytesOf(0)).isEqualTo(16 << 20);
    assertThat(PARTS.bytesOf(999)).isEqualTo(16 << 20);
    assertThat(PARTS.bytesOf(1000)).isEqualTo(32 << 20);
    assertThat(PARTS.bytesOf(9_998)).isEqualTo(1 << 30);
    assertThat(StreamParts.inMemory(PARTS.bytesOf(0))).isEqualTo(4);
    assertThat(StreamParts.inMemory(PARTS.bytesOf(1000))).isEqualTo(2);
    assertThat(StreamParts.inMemory(PARTS.bytesOf(9_998))).isEqualTo(1);
  }

  @Test
  void partsOfAnotherSizeGrowAlikeAndNoneIsLargerThanAGibibyte() {
    assertThat(new StreamParts(5 << 20).bytesOf(1000)).isEqualTo(10 << 20);
    assertThat(new StreamParts(1 << 30).bytesOf(9_998)).isEqualTo(1 << 30);
    assertThat(StreamParts.inMemory(5 << 20)).isEqualTo(12);
  }
}
