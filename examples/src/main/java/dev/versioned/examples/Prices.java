package dev.versioned.examples;

import dev.versioned.ArtifactRepository;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.deployment.LiveDeployment;
import dev.versioned.deployment.loader.Loaders;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;

/**
 * A complete application: prices come from a rule set, and an alias decides which version of the
 * rules a customer gets. New rules are published, tried on some customers, and rolled back, without
 * redeploying this class. Rules are loaded before the first customer gets them, and dropped after
 * the last.
 */
public final class Prices implements AutoCloseable {
  private final LiveDeployment<Map<String, String>> rules;

  /**
   * Starts with the rules that the alias LIVE of the artifact {@code price-rules} points to.
   *
   * @param repo the repository with the rules
   * @param folder where to keep them on this host
   */
  public Prices(ArtifactRepository repo, Path folder) {
    this.rules =
        LiveDeployment.builder(
                repo.artifact("price-rules").alias("LIVE"),
                ArtifactCache.builder(repo, folder).build(),
                Loaders.properties())
            .warmUp((prices, version) -> prices.forEach((product, price) -> new BigDecimal(price)))
            .build();
  }

  /**
   * Returns the price of a product for a customer.
   *
   * @param customer the customer; always gets the same rules while the alias does not change
   * @param product a product in the rules
   * @return the price
   * @throws IllegalArgumentException if the rules have no price for the product
   */
  public BigDecimal priceFor(String customer, String product) {
    return rules.<BigDecimal, RuntimeException>use(customer, prices -> price(prices, product));
  }

  private static BigDecimal price(Map<String, String> prices, String product) {
    String price = prices.get(product);
    if (price == null) {
      throw new IllegalArgumentException(
          "Cannot price " + product + ": the rules have no price for it");
    }
    return new BigDecimal(price);
  }

  /** Checks for a change of the alias now, instead of some seconds later. */
  public void refresh() {
    rules.liveAlias().refresh();
  }

  @Override
  public void close() {
    rules.close();
  }
}
