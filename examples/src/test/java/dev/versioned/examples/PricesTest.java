package dev.versioned.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import dev.versioned.testkit.ArtifactRepositoryExtension;
import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArtifactRepositoryExtension.class)
@Tag("again")
class PricesTest {

  @Test
  void newRulesAreTriedOnSomeCustomersAndTakenBack(ArtifactRepository repo) {
    Artifact rules = repo.artifact("price-rules");
    Version v1 = rules.publish(Content.of("tea=2.50\n")).version();
    Version v2 = rules.publish(Content.of("tea=2.70\n")).version();
    AliasHandle live = rules.alias("LIVE");
    live.pointTo(v1);

    try (Prices prices = new Prices(repo)) {
      assertThat(payingMore(prices)).isZero();

      live.split(v1, v2, Weight.percent(20));
      prices.refresh();
      assertThat(payingMore(prices)).isBetween(140L, 260L);

      live.rollback();
      prices.refresh();
      assertThat(payingMore(prices)).isZero();
    }
  }

  private static long payingMore(Prices prices) {
    return IntStream.range(0, 1000)
        .filter(i -> prices.priceFor("customer-" + i, "tea").compareTo(new BigDecimal("2.70")) == 0)
        .count();
  }
}
