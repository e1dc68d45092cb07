package dev.versioned.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {
  private static final VersionNumber V1 = VersionNumber.of(1);
  private static final VersionNumber V2 = VersionNumber.of(2);
  private static final VersionNumber V3 = VersionNumber.of(3);

  @Test
  void weightsAreWholeBasisPoints() {
    assertThat(Weight.percent(2.5)).isEqualTo(Weight.basisPoints(250)).hasToString("2.5%");
    assertThat(Weight.percent(0.01)).isEqualTo(Weight.basisPoints(1));
    assertThat(Weight.percent(33.33)).isEqualTo(Weight.basisPoints(3333));
    assertThat(Weight.percent(100)).isEqualTo(Weight.basisPoints(10_000)).hasToString("100%");
    assertThat(Weight.fraction(0.1)).isEqualTo(Weight.basisPoints(1000));
    assertThat(Weight.fraction(0.0001)).isEqualTo(Weight.basisPoints(1));
    assertThat(Weight.parse("10%")).isEqualTo(Weight.percent(10));
    assertThat(Weight.parse("25bp")).isEqualTo(Weight.basisPoints(25));
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0.001, 33.333, 0.1 + 0.2, 100.01, -1, 1e300, Double.NaN, Double.POSITIVE_INFINITY})
  void otherPercentagesAreRefused(double percent) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Weight.percent(percent))
        .withMessageStartingWith("Cannot use " + percent);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.00001, 1.0001, -0.1, 10, Double.NaN})
  void otherFractionsAreRefused(double fraction) {
    assertThatIllegalArgumentException().isThrownBy(() -> Weight.fraction(fraction));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "%", "bp", "ten%", "1e9999999%", "0.001%", "101%", "1.5bp", "10001bp"})
  void invalidWeightTextIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Weight.parse(text));
  }

  @Test
  void thePrimaryTakesTheRest() {
    Routing routing = Routing.weighted(V1, Map.of(V2, Weight.percent(10), V3, Weight.percent(5)));
    assertThat(routing.primaryWeight()).isEqualTo(Weight.percent(85));
    assertThat(routing.weightOf(V3)).isEqualTo(Weight.percent(5));
    assertThat(routing.weightOf(VersionNumber.of(4))).isEqualTo(Weight.percent(0));
    assertThat(routing.versions()).containsExactly(V1, V2, V3);
    assertThat(routing).hasToString("1=85% 2=10% 3=5%");
  }

  @Test
  void impossibleRoutingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Routing.weighted(V1, Map.of(V2, Weight.percent(60), V3, Weight.percent(41))))
        .withMessageContaining("more than 100 %");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Routing.split(V1, V1, Weight.percent(10)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Routing(Latest.LATEST, new TreeMap<>(Map.of(V1, Weight.percent(1)))))
        .withMessageContaining("$LATEST can only be routed to alone");
  }

  @Test
  void aRoutingIsNotChangedFromOutside() {
    TreeMap<VersionNumber, Weight> weights = new TreeMap<>(Map.of(V2, Weight.percent(10)));
    Routing routing = new Routing(V1, weights);
    weights.clear();
    assertThat(routing.additional()).hasSize(1);
    assertThat(Routing.to(V1).additional()).isEqualTo(Collections.emptySortedMap());
  }
}
