package dev.versioned.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The weights at which a strategy waits for an approval. */
class StrategyWaitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Canary10Percent5MinutesWaitAt10Percent",
        "Linear25PercentEvery1HourBake1DayWaitAt25And50And100Percent",
        "Exponential0.25PercentEvery4MinutesWaitAt0.25And64Percent",
        "AllAtOnceBake10MinutesWaitAt100Percent"
      })
  void waitsArePartOfTheName(String name) {
    RolloutStrategy strategy = RolloutStrategy.parse(name);
    assertThat(strategy).hasToString(name);
    assertThat(strategy.withBakeTime(Duration.ofDays(2)).waits()).isEqualTo(strategy.waits());
    RolloutStrategy bare = strategy.waitAt();
    assertThat(bare.waits()).isEmpty();
    assertThat(bare.waitAt(strategy.waits().toArray(new Weight[0]))).isEqualTo(strategy);
    assertThat(bare.weights()).isEqualTo(strategy.weights());
  }

  @Test
  void waitsAreAtTheWeightsOfSteps() {
    RolloutStrategy strategy =
        RolloutStrategy.linear(Weight.percent(25), Duration.ofHours(1))
            .waitAt(Weight.percent(75), Weight.percent(25));
    assertThat(strategy).hasToString("Linear25PercentEvery1HourWaitAt25And75Percent");
    assertThat(strategy.isWaitAfter(0)).isFalse();
    assertThat(strategy.isWaitAfter(1)).isTrue();
    assertThat(strategy.isWaitAfter(2)).isFalse();
    assertThat(strategy.isWaitAfter(3)).isTrue();
    assertThat(strategy.waitAt(Weight.percent(50)).waits()).containsExactly(Weight.percent(50));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strategy.waitAt(Weight.percent(30)))
        .withMessageContaining("its steps have the weights [25%, 50%, 75%, 100%]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RolloutStrategy.parse("Canary10Percent5MinutesWaitAt50Percent"));
  }

  @Test
  void approvalByAnotherNeedsAWait() {
    RolloutPlan plan =
        new RolloutPlan(
            VersionNumber.of(1),
            RolloutStrategy.allAtOnce(),
            NotEnoughDataPolicy.proceed(),
            RolloutPlan.NO_GATE);
    assertThatIllegalArgumentException()
        .isThrownBy(plan::withApprovalByAnother)
        .withMessageContaining("such as AllAtOnceWaitAt100Percent");
  }
}
