package dev.versioned.examples.boot3;

import dev.versioned.deployment.LiveDeployment;
import dev.versioned.deployment.VersionLoader;
import dev.versioned.event.Event;
import dev.versioned.spring.LiveAliasOf;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers with the price list that the alias {@code prices/LIVE} routes a user to. */
@SpringBootApplication
public class PricesApplication {

  /** Called by Spring. */
  public PricesApplication() {}

  /**
   * Starts the application.
   *
   * @param arguments as Spring Boot takes them
   */
  public static void main(String[] arguments) {
    SpringApplication.run(PricesApplication.class, arguments);
  }

  /** A bean of its own, since the controller's deployment needs it. */
  @Configuration(proxyBeanMethods = false)
  static class Loaders {
    /** Makes an object of a version's file. */
    @Bean
    VersionLoader<String> priceList() {
      return (file, version) -> Files.readString(file) + " (version " + version.id() + ")";
    }
  }

  /** Serves the price lists. */
  @RestController
  static class Prices {
    private final LiveDeployment<String> prices;
    private final AtomicInteger swaps = new AtomicInteger();

    Prices(@LiveAliasOf("prices/LIVE") LiveDeployment<String> prices) {
      this.prices = prices;
    }

    @GetMapping("/prices/{user}")
    String prices(@PathVariable("user") String user) {
      return prices.use(user, list -> list);
    }

    @GetMapping("/swaps")
    int swaps() {
      return swaps.get();
    }

    @EventListener
    void swapped(Event.Swapped event) {
      swaps.incrementAndGet();
    }
  }
}
