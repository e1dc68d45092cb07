package dev.versioned.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.versioned.fleet.LatencyHistogram;
import dev.versioned.fleet.OutcomeCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stored form of counts. */
class OutcomeTextTest {
  private static LatencyHistogram latencies(Random random, int usedOneIn, long most) {
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i < LatencyHistogram.BUCKETS; i++) {
      counts.add(random.nextInt(usedOneIn) == 0 ? (random.nextLong() >>> 1) % most : 0);
    }
    return new LatencyHistogram(counts);
  }

  private static OutcomeCounts of(LatencyHistogram latencies) {
    long failures = latencies.requests() / 3;
    return new OutcomeCounts(latencies.requests() - failures, failures, latencies);
  }

  @Test
  void countsAreReadAsWritten() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      OutcomeText.Pair counts =
          new OutcomeText.Pair(
              of(latencies(random, 1 + i % 30, 1L << (1 + i % 33))),
              of(latencies(random, 1 + i % 7, 300)));
      assertThat(OutcomeText.read(OutcomeText.write(counts))).isEqualTo(counts);
    }
  }

  @Test
  void largestCountsOfTwoVersionsStayWithin4KiB() {
    LatencyHistogram all =
        new LatencyHistogram(
            Collections.nCopies(
                LatencyHistogram.BUCKETS, OutcomeText.MOST / LatencyHistogram.BUCKETS));
    OutcomeText.Pair counts = new OutcomeText.Pair(of(all), of(all));
    assertThat(OutcomeText.read(OutcomeText.write(counts))).isEqualTo(counts);
    assertThat(2 * OutcomeText.write(counts).length()).isLessThan(3_600);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 2 -",
        "1 2 - 1 2 - 3",
        "-1 2 - 0 0 -",
        "1 -2 - 0 0 -",
        "1099511627777 0 - 0 0 -",
        "9223372036854775808 0 - 0 0 -",
        "1 x - 0 0 -",
        // More latencies than requests.
        "1 0 AQU 0 0 -",
        // Bucket 106, a distance of 0, a negative distance, a count that does not end.
        "1 0 awE 0 0 -",
        "1 0 AAE 0 0 -",
        "1 0 gAE 0 0 -",
        "1 0 AYE 0 0 -",
        "1 0 Af__________fw 0 0 -",
        "1 0 = 0 0 -"
      })
  void hostileCountsAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> OutcomeText.read(text));
  }

  @Test
  void longTextIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutcomeText.read("1 2 " + "A".repeat(1 << 16) + " 0 0 -"));
  }
}
