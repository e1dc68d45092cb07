package dev.versioned.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import dev.versioned.testkit.ArtifactRepositoryExtension;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ArtifactRepositoryExtension.class)
@Tag("full")
class PricesTest {

  @Test
  void newRulesAreTriedOnSomeCustomersAndTakenBack(ArtifactRepository repo, @TempDir Path folder) {
    Artifact rules = repo.artifact("price-rules");
    Version v1 = rules.publish(Content.of("tea=2.50\n")).version();
    Version v2 = rules.publish(Content.of("tea=2.70\n")).version();
    AliasHandle live = rules.alias("LIVE");
    live.pointTo(v1);

    try (Prices prices = new Prices(repo, folder)) {
      assertThat(payingMore(prices)).isZero();

      live.split(v1, v2, Weight.percent(20));
      prices.refresh();
      assertThat(payingMore(prices)).isBetween(140L, 260L);

      live.rollback();
      prices.refresh();
      assertThat(payingMore(prices)).isZero();
    }
  }

  @Test
  void threeVersionsShareTheCustomers(ArtifactRepository repo, @TempDir Path folder) {
    Artifact rules = repo.artifact("price-rules");
    Version v1 = rules.publish(Content.of("tea=2.50\n")).version();
    Version v2 = rules.publish(Content.of("tea=2.70\n")).version();
    Version v3 = rules.publish(Content.of("tea=2.90\n")).version();
    AliasHandle live = rules.alias("LIVE");
    live.split(v1, v2, Weight.percent(30));
    live.weigh(v3, Weight.percent(20));

    try (Prices prices = new Prices(repo, folder)) {
      assertThat(paying(prices, "2.50")).isBetween(430L, 570L);
      assertThat(paying(prices, "2.70")).isBetween(240L, 360L);
      assertThat(paying(prices, "2.90")).isBetween(140L, 260L);
    }
  }

  @Test
  void rulesThatAreNoPricesReachNoCustomer(ArtifactRepository repo, @TempDir Path folder) {
    Artifact rules = repo.artifact("price-rules");
    rules.alias("LIVE").pointTo(rules.publish(Content.of("tea=2.50\n")).version());
    try (Prices prices = new Prices(repo, folder)) {
      rules.alias("LIVE").pointTo(rules.publish(Content.of("tea=free\n")).version());
      assertThatThrownBy(prices::refresh).hasMessageContaining("Cannot make price-rules:");
      assertThat(paying(prices, "2.50")).isEqualTo(1000);
    }
  }

  private static long payingMore(Prices prices) {
    return paying(prices, "2.70");
  }

  private static long paying(Prices prices, String price) {
    return IntStream.range(0, 1000)
        .filter(i -> prices.priceFor("customer-" + i, "tea").compareTo(new BigDecimal(price)) == 0)
        .count();
  }
}
