package dev.versioned.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.versioned.model.Weight;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The comparison of shares with weights. */
@Tag("again")
class SampleRatioTest {
  private static final SampleRatio TEST = SampleRatio.of(0.05);
  private static final Weight TEN = Weight.percent(10);

  @Test
  void shareOfTheWeightIsNoMismatch() {
    assertThat(TEST.compare(1_000, 9_000, TEN).isMismatch()).isFalse();
    assertThat(TEST.compare(1_090_000, 8_910_000, TEN).isMismatch()).isFalse();
  }

  @Test
  void otherSharesAreMismatches() {
    assertThat(TEST.compare(700, 9_300, TEN).isMismatch()).isTrue();
    RatioComparison tooMany = TEST.compare(1_400, 8_600, TEN);
    assertThat(tooMany.isMismatch()).isTrue();
    assertThat(tooMany.toString())
        .startsWith("share 14 % (1,400 of 10,000 requests) at a weight of 10%, tolerance 0.1;")
        .endsWith("of 20 (alpha 0.05)")
        .hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void toleranceIsAccepted() {
    assertThat(TEST.withTolerance(0.5).compare(1_400, 8_600, TEN).isMismatch()).isFalse();
    assertThat(TEST.withTolerance(0).compare(1_100_000, 8_900_000, TEN).isMismatch()).isTrue();
  }

  @Test
  void unsplitTrafficIsNotTested() {
    assertThat(TEST.compare(5, 1_000, Weight.percent(0)).isMismatch()).isFalse();
    assertThat(TEST.compare(5, 1_000, Weight.percent(100)).isMismatch()).isFalse();
  }

  @Test
  void rightSharesAreMismatchesAtMostWithAlpha() {
    SplittableRandom random = new SplittableRandom(5);
    SampleRatio exact = TEST.withTolerance(0);
    int errors = 0;
    for (int i = 0; i < Traffic.ROLLOUTS; i++) {
      int canary = 0;
      for (int tick = 1; tick <= 30; tick++) {
        canary += Traffic.hits(random, 500, 0.1);
        if (exact.compare(canary, 500L * tick - canary, TEN).isMismatch()) {
          errors++;
          break;
        }
      }
    }
    System.out.printf("sample ratio: %d of %d rollouts%n", errors, Traffic.ROLLOUTS);
    assertThat(Traffic.atMost(errors, Traffic.ROLLOUTS)).isLessThanOrEqualTo(0.05);
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> SampleRatio.of(2));
    assertThatIllegalArgumentException().isThrownBy(() -> TEST.withTolerance(1));
    assertThatIllegalArgumentException().isThrownBy(() -> TEST.compare(-1, 5, TEN));
  }
}
