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
 * A whole application: prices come from a rule set, and which version of the rules a customer gets
 * is decided by an alias. New rules are published, tried on some customers, and taken back, without
 * a deployment of this class.
 */
public final class Prices implements AutoCloseable {
  private final Artifact rules;
  private final LiveAlias live;
  private final Map<Version, Properties> loaded = new ConcurrentHashMap<>();

  /**
   * Starts with the rules that the alias LIVE of the artifact {@code price-rules} points to.
   *
   * @param repo where the rules are
   */
  public Prices(ArtifactRepository repo) {
    this.rules = repo.artifact("price-rules");
    this.live = rules.alias("LIVE").watch();
  }

  /**
   * Returns the price of a product for a customer.
   *
   * @param customer a customer always gets the same rules, while the alias stays as it is
   * @param product a product of the rules
   * @return its price
   * @throws IllegalArgumentException if the rules have no price for it
   */
  public BigDecimal priceFor(String customer, String product) {
    Properties prices = loaded.computeIfAbsent(live.route(customer), this::load);
    String price = prices.getProperty(product);
    if (price == null) {
      throw new IllegalArgumentException("there is no price for " + product);
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

  /** Looks at once for a change of the alias, instead of some seconds later. */
  public void refresh() {
    live.refresh();
  }

  @Override
  public void close() {
    live.close();
  }
}
