package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartSizesTest {
  @Test
  void partsGrowSoThatTenThousandReachFiftyTerabytes() {
    long fiftyTerabytes = 50_000_000_000_000L;
    int usual = 16 << 20;
    long part = PartSizes.of(fiftyTerabytes, usual);
    assertThat((fiftyTerabytes + part - 1) / part).isLessThanOrEqualTo(PartSizes.MOST_PARTS);
    assertThat(part).isLessThanOrEqualTo(5L << 30);
    assertThat(PartSizes.of(9_999L * usual, usual)).isEqualTo(usual);
    assertThat(PartSizes.of(9_999L * usual + 1, usual)).isEqualTo(usual + (1 << 20));
  }
}
