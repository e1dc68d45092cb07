package dev.versioned.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The evidence of the comparison of failure rates. */
class RateTestTest {
  private static final RateTest TEST = RateTest.of(0.05);

  @Test
  void mixtureIsMartingale() {
    for (TiltMixture mixture :
        new TiltMixture[] {TiltMixture.more(0.1, 0.7), TiltMixture.fewer(0.4, 0.2)}) {
      for (double p : new double[] {0.001, 0.2, 0.9}) {
        double next =
            p * Math.exp(mixture.log(31, 5, p)) + (1 - p) * Math.exp(mixture.log(31, 4, p));
        assertThat(next).isCloseTo(Math.exp(mixture.log(30, 4, p)), within(next * 1e-9));
      }
    }
    assertThat(TiltMixture.more(0.1, 0.7).log(0, 0, 0.3)).isCloseTo(0, within(1e-12));
  }

  @Test
  void mixturesAreMonotonic() {
    double more = Double.POSITIVE_INFINITY;
    double fewer = Double.NEGATIVE_INFINITY;
    for (double p = 0; p <= 1; p += 0.01) {
      double nextMore = TiltMixture.more(0.1, 0.7).log(200, 9, p);
      double nextFewer = TiltMixture.fewer(0.4, 0.2).log(200, 9, p);
      assertThat(nextMore).isLessThanOrEqualTo(more);
      assertThat(nextFewer).isGreaterThanOrEqualTo(fewer);
      more = nextMore;
      fewer = nextFewer;
    }
  }

  @Test
  void evidenceIsLeastOfAllRatesRoundedDown() {
    long[][] cases = {
      {2_000, 60, 18_000, 180},
      {50, 25, 5_000, 50},
      {600, 4, 5_400, 0},
      {300, 90, 200, 10},
      {1_000_000, 21_000, 9_000_000, 180_000}
    };
    for (long[] c : cases) {
      for (double margin : new double[] {0, 0.001, -0.01}) {
        double log = streams(c, margin).log(Double.NEGATIVE_INFINITY);
        double least = leastOnGrid(c, margin);
        assertThat(log).isLessThanOrEqualTo(least).isCloseTo(least, within(0.051));
      }
    }
  }

  private static TwoStreams streams(long[] c, double margin) {
    return new TwoStreams(
        Outcomes.of(c[0] - c[1], c[1]), Outcomes.of(c[2] - c[3], c[3]), margin, 1);
  }

  /** Searches a grid, and a finer one around the least value that it has. */
  private static double leastOnGrid(long[] counts, double margin) {
    double[] c = Arrays.stream(counts).asDoubleStream().toArray();
    TiltMixture more = TiltMixture.more(0.1, 0.7);
    TiltMixture fewer = TiltMixture.fewer(0.4, 0.2);
    double centre = -3;
    double least = Double.POSITIVE_INFINITY;
    for (double step : new double[] {3e-3, 3e-6}) {
      double start = centre;
      for (int i = -1_000; i <= 1_000; i++) {
        double power = Math.min(0, start + i * step);
        double q = Math.pow(10, power);
        if (q + margin >= 0 && q + margin <= 1) {
          double log = more.log(c[0], c[1], q + margin) + fewer.log(c[2], c[3], q);
          centre = log < least ? power : centre;
          least = Math.min(least, log);
        }
      }
    }
    return least;
  }

  @Test
  void worseVersionIsFound() {
    OutcomeComparison comparison = TEST.compare(Outcomes.of(1_920, 80), Outcomes.of(17_820, 180));
    assertThat(comparison.isWorse()).isTrue();
    assertThat(comparison.leastDifference()).isBetween(0.001, 0.03);
    assertThat(comparison.mostDifference()).isBetween(0.03, 0.06);
    assertThat(comparison)
        .hasToString(
            "failures 4 % (80 of 2,000), before 1 % (180 of 18,000): difference 1.7 % to 4.81 %,"
                + " accepted 0 %; evidence 6.4e+16 of 20 (alpha 0.05)");
  }

  @Test
  void betterVersionIsNotWorse() {
    OutcomeComparison comparison = TEST.compare(Outcomes.of(1_995, 5), Outcomes.of(17_640, 360));
    assertThat(comparison.isWorse()).isFalse();
    assertThat(comparison.mostDifference()).isLessThan(0);
  }

  @Test
  void noRequestsAreNoEvidence() {
    assertThat(TEST.compare(Outcomes.of(0, 0), Outcomes.of(0, 0)).evidence())
        .isCloseTo(1, within(1e-9));
    assertThat(TEST.compare(Outcomes.of(0, 10), Outcomes.of(0, 0)).isWorse()).isFalse();
    assertThat(TEST.compare(Outcomes.of(10, 0), Outcomes.of(0, 100)).isWorse()).isFalse();
  }

  @Test
  void marginIsAccepted() {
    Outcomes canary = Outcomes.of(98_000, 2_000);
    Outcomes stable = Outcomes.of(99_000, 1_000);
    assertThat(TEST.compare(canary, stable).isWorse()).isTrue();
    assertThat(TEST.withMargin(0.01).compare(canary, stable).isWorse()).isFalse();
    assertThat(TEST.withMargin(0.005).compare(canary, stable).isWorse()).isTrue();
  }

  @Test
  void comparisonAgreesWithShortAnswer() {
    for (long failures = 20; failures < 80; failures++) {
      Outcomes canary = Outcomes.of(2_000 - failures, failures);
      Outcomes stable = Outcomes.of(17_820, 180);
      OutcomeComparison comparison = TEST.compare(canary, stable);
      assertThat(comparison.isWorse()).isEqualTo(TEST.isWorse(canary, stable));
      assertThat(comparison.isWorse()).isEqualTo(comparison.leastDifference() >= 0);
    }
  }

  @Test
  void textHasAllNumbersAndIsShort() {
    String text =
        TEST.withMargin(0.001)
            .compare(Outcomes.of(196_000_000, 4_000_000), Outcomes.of(1_782_000_000, 18_000_000))
            .toString();
    assertThat(text)
        .contains("2 % (4,000,000 of 200,000,000)", "1 % (18,000,000 of 1,800,000,000)")
        .contains("accepted 0.1 %", "of 20 (alpha 0.05)")
        .hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void groupsCountAsOne() {
    OutcomeComparison one = TEST.compare(Outcomes.of(192, 8), Outcomes.of(1_782, 18));
    OutcomeComparison tens =
        TEST.withGroups(10).compare(Outcomes.of(1_920, 80), Outcomes.of(17_820, 180));
    assertThat(tens.evidence()).isCloseTo(one.evidence(), within(1e-6));
    assertThat(tens.toString()).endsWith("(alpha 0.05, groups of 10)");
    assertThatIllegalArgumentException().isThrownBy(() -> TEST.withGroups(0));
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> RateTest.of(0));
    assertThatIllegalArgumentException().isThrownBy(() -> RateTest.of(1));
    assertThatIllegalArgumentException().isThrownBy(() -> TEST.withMargin(-0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> TEST.withMargin(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> Outcomes.of(-1, 0));
  }
}
