package dev.versioned.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.versioned.model.Weight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutStrategyTest {
  private static final Weight TEN = Weight.percent(10);

  private static List<Weight> percents(double... percents) {
    return java.util.Arrays.stream(percents).mapToObj(Weight::percent).toList();
  }

  /** The predefined strategies from the user guides of CodeDeploy and AppConfig. */
  @ParameterizedTest
  @CsvSource({
    "Canary10Percent5Minutes, 300",
    "Canary10Percent10Minutes, 600",
    "Canary10Percent15Minutes, 900",
    "Canary10Percent30Minutes, 1800"
  })
  void canariesOfCodeDeployHaveTheirNames(String name, long seconds) {
    RolloutStrategy strategy = RolloutStrategy.canary(TEN, Duration.ofSeconds(seconds));
    assertThat(RolloutStrategy.parse(name)).isEqualTo(strategy).hasToString(name);
    assertThat(RolloutStrategy.parse("CodeDeployDefault.Lambda" + name)).isEqualTo(strategy);
    assertThat(strategy.weights()).isEqualTo(percents(10, 100));
  }

  @ParameterizedTest
  @CsvSource({
    "Linear10PercentEvery1Minute, 60",
    "Linear10PercentEvery2Minutes, 120",
    "Linear10PercentEvery3Minutes, 180",
    "Linear10PercentEvery10Minutes, 600"
  })
  void linearsOfCodeDeployHaveTheirNames(String name, long seconds) {
    RolloutStrategy strategy = RolloutStrategy.linear(TEN, Duration.ofSeconds(seconds));
    assertThat(RolloutStrategy.parse(name)).isEqualTo(strategy).hasToString(name);
    assertThat(RolloutStrategy.parse("CodeDeployDefault.Lambda" + name)).isEqualTo(strategy);
    assertThat(strategy.weights()).isEqualTo(percents(10, 20, 30, 40, 50, 60, 70, 80, 90, 100));
  }

  @Test
  void allAtOnceIsOneStep() {
    assertThat(RolloutStrategy.parse("AllAtOnce"))
        .isEqualTo(RolloutStrategy.parse("CodeDeployDefault.LambdaAllAtOnce"))
        .isEqualTo(RolloutStrategy.allAtOnce())
        .hasToString("AllAtOnce");
    assertThat(RolloutStrategy.allAtOnce().weights()).isEqualTo(percents(100));
    assertThat(RolloutStrategy.allAtOnce().interval()).isZero();
  }

  @Test
  void namesOfAppConfigBringTheirGrowthAndBakeTime() {
    Map<String, RolloutStrategy> expected =
        Map.of(
            "AppConfig.AllAtOnce",
            RolloutStrategy.allAtOnce().withBakeTime(Duration.ofMinutes(10)),
            "AppConfig.Linear50PercentEvery30Seconds",
            RolloutStrategy.linear(Weight.percent(50), Duration.ofSeconds(30))
                .withBakeTime(Duration.ofMinutes(1)),
            "AppConfig.Linear20PercentEvery6Minutes",
            RolloutStrategy.linear(Weight.percent(20), Duration.ofMinutes(6))
                .withBakeTime(Duration.ofMinutes(30)),
            "AppConfig.Canary10Percent20Minutes",
            RolloutStrategy.exponential(TEN, Duration.ofMinutes(4))
                .withBakeTime(Duration.ofMinutes(10)));
    expected.forEach(
        (name, strategy) -> assertThat(RolloutStrategy.parse(name)).isEqualTo(strategy));
    assertThat(RolloutStrategy.parse("AppConfig.Canary10Percent20Minutes").weights())
        .isEqualTo(percents(10, 20, 40, 80, 100));
  }

  @Test
  void allPredefinedNamesAreListed() {
    assertThat(RolloutStrategy.names())
        .hasSize(9 * 2 + 4)
        .contains("CodeDeployDefault.LambdaLinear10PercentEvery3Minutes", "AppConfig.AllAtOnce")
        .allSatisfy(name -> assertThat(RolloutStrategy.parse(name)).isNotNull());
  }

  @Test
  void lastStepTakesTheRemainder() {
    assertThat(RolloutStrategy.parse("Linear30PercentEvery1Hour").weights())
        .isEqualTo(percents(30, 60, 90, 100));
    assertThat(RolloutStrategy.parse("Exponential0.01PercentEvery1Day").weights())
        .hasSize(15)
        .startsWith(Weight.basisPoints(1), Weight.basisPoints(2))
        .endsWith(Weight.basisPoints(8192), Weight.percent(100));
    assertThat(RolloutStrategy.parse("Exponential50PercentEvery1Second").weights())
        .isEqualTo(percents(50, 100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "canary10Percent5Minutes",
        "Canary10Percent",
        "Canary0Percent5Minutes",
        "Canary100Percent5Minutes",
        "Canary10Percent0Minutes",
        "Canary10.123Percent5Minutes",
        "Canary101Percent5Minutes",
        "Canary10PercentEvery5Minutes",
        "Linear10Percent5Minutes",
        "Linear10PercentEvery5Fortnights",
        "Linear10PercentEvery367Days",
        "AllAtOnceBake",
        "AllAtOnceBake99999999Days",
        "AllAtOnce5Minutes",
        "CodeDeployDefault.LambdaCanary17Percent5Minutes",
        "CodeDeployDefault.AllAtOnce",
        "AppConfig.Canary10Percent5Minutes",
        "Canary10Percent5Minutes ",
      })
  void otherNamesAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RolloutStrategy.parse(text))
        .withMessageStartingWith("Cannot ");
  }

  @Test
  void stepsThatAreNotThereHaveNoWeight() {
    for (int step : new int[] {Integer.MIN_VALUE, -1, 0, 3, Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RolloutStrategy.canary(TEN, Duration.ofMinutes(1)).weight(step));
    }
  }

  @Test
  void fractionsOfSecondsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RolloutStrategy.canary(TEN, Duration.ofMillis(1500)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RolloutStrategy.allAtOnce().withBakeTime(Duration.ofSeconds(-1)));
  }

  @Provide
  static Arbitrary<RolloutStrategy> strategies() {
    Arbitrary<Weight> shares = Arbitraries.integers().between(1, 9_999).map(Weight::basisPoints);
    Arbitrary<Duration> durations =
        Arbitraries.longs().between(1, 366 * 86_400L).map(Duration::ofSeconds);
    Arbitrary<Duration> bakes = durations.injectDuplicates(0.1).map(d -> d.minusSeconds(1));
    return Combinators.combine(Arbitraries.integers().between(0, 3), shares, durations, bakes)
        .as(
            (kind, share, interval, bake) ->
                switch (kind) {
                  case 0 -> new RolloutStrategy.AllAtOnce(bake);
                  case 1 -> new RolloutStrategy.Canary(share, interval, bake);
                  case 2 -> new RolloutStrategy.Linear(share, interval, bake);
                  default -> new RolloutStrategy.Exponential(share, interval, bake);
                });
  }

  @Property
  void everyStrategyIsReadBackFromItsName(@ForAll("strategies") RolloutStrategy strategy) {
    assertThat(RolloutStrategy.parse(strategy.toString())).isEqualTo(strategy);
  }

  @Property
  void weightsGrowToEverything(@ForAll("strategies") RolloutStrategy strategy) {
    List<Weight> weights = strategy.weights();
    assertThat(weights).hasSize(strategy.steps()).isSorted().doesNotHaveDuplicates();
    assertThat(weights.get(0).basisPoints()).isPositive();
    assertThat(weights.get(weights.size() - 1).basisPoints()).isEqualTo(Weight.FULL);
  }

  @Property
  void anyTextIsAStrategyOrAnIllegalArgument(@ForAll String text) {
    try {
      assertThat(RolloutStrategy.parse(text)).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("Cannot ");
    }
  }

  @Test
  void policiesAreReadBackFromTheirText() {
    for (NotEnoughDataPolicy policy :
        List.of(
            NotEnoughDataPolicy.proceed(),
            NotEnoughDataPolicy.rollBack(),
            NotEnoughDataPolicy.waitAtMost(Duration.ZERO),
            NotEnoughDataPolicy.waitAtMost(Duration.ofMinutes(90)))) {
      assertThat(NotEnoughDataPolicy.parse(policy.toString())).isEqualTo(policy);
    }
    for (String text : List.of("", "wait", "wait 30m", "Proceed", "wait PT-1S", "wait PT0.5S")) {
      assertThatIllegalArgumentException().isThrownBy(() -> NotEnoughDataPolicy.parse(text));
    }
  }
}
