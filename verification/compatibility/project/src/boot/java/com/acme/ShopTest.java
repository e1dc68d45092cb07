package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.spring.LiveAliasOf;
import dev.versioned.spring.test.EmbeddedVersioned;
import dev.versioned.spring.test.InitialContent;
import dev.versioned.testkit.LocalRepository;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A user's web application with the starter, started on S3 and DynamoDB. */
@Order(2)
class ShopTest {
  /** What the application serves. */
  record Shop(LiveAlias prices) {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    Shop shop(@LiveAliasOf("prices/LIVE") LiveAlias prices) {
      return new Shop(prices);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Published {
    @Bean
    InitialContent prices() {
      return repository -> {
        Artifact prices = repository.artifact("prices");
        prices.alias("LIVE").pointTo(prices.publish(Content.of("tea=2.50\n")).version());
      };
    }
  }

  @Test
  void applicationRoutesByTheAlias() {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Application.class, EmbeddedVersioned.class, Published.class)
            .run("--server.port=0")) {
      LocalRepository local = context.getBean(LocalRepository.class);
      LiveAlias prices = context.getBean(Shop.class).prices();

      assertEquals(1, prices.route("ada").number().value());
      local.repository().artifact("prices").publish(Content.of("tea=2.70\n"));
      assertEquals(1, prices.route("ada").number().value());
      assertFalse(context.getEnvironment().getProperty("local.server.port").isEmpty());
    }
  }
}
