package dev.versioned.examples;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.LiveAlias;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A complete application: prices come from a rule set, and an alias decides which version of the
 * rules a customer gets. New rules are published, tried on some customers, and rolled back, without
 * redeploying this class.
 */
public final class Prices implements AutoCloseable {
  private final Artifact rules;
  private final LiveAlias live;
  private final Map<Version, Properties> loaded = new ConcurrentHashMap<>();

  /**
   * Starts with the rules that the alias LIVE of the artifact {@code price-rules} points to.
   *
   * @param repo the repository with the rules
   */
  public Prices(ArtifactRepository repo) {
    this.rules = repo.artifact("price-rules");
    this.live = rules.alias("LIVE").watch();
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
    Properties prices = loaded.computeIfAbsent(live.route(customer), this::load);
    String price = prices.getProperty(product);
    if (price == null) {
      throw new IllegalArgumentException(
          "Cannot price " + product + ": the rules have no price for it");
    }
    return new BigDecimal(price);
  }

  private Properties load(Version version) {
    Properties prices = new Properties();
    try (Reader in = new InputStreamReader(rules.open(version), StandardCharsets.UTF_8)) {
      prices.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return prices;
  }

  /** Checks for a change of the alias now, instead of some seconds later. */
  public void refresh() {
    live.refresh();
  }

  @Override
  public void close() {
    live.close();
  }
}
