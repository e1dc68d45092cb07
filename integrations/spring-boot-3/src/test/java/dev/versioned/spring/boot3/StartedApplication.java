package dev.versioned.spring.boot3;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A small application that follows an alias, by hand or by the starter, and prints how many
 * milliseconds after the start of its process it was ready, and how many of them its main thread
 * computed; see {@link StartCost}.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StartedApplication {

  public static void main(String[] arguments) {
    boolean byHand = arguments.length > 0;
    SpringApplication application =
        byHand
            ? new SpringApplication(StartedApplication.class, FollowedByHand.class)
            : new SpringApplication(StartedApplication.class);
    application.setDefaultProperties(Map.of("versioned.aliases.shop.artifact", "checkout"));
    try (ConfigurableApplicationContext context = application.run()) {
      String version = context.getBean("shopLiveAlias", LiveAlias.class).route().toString();
      long started = ManagementFactory.getRuntimeMXBean().getStartTime();
      long waited = System.currentTimeMillis() - started;
      long computed = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
      System.out.println("ready " + waited + " " + computed + " " + version);
    }
  }

  @Bean
  static ArtifactRepository repository() {
    ArtifactRepository repository = ArtifactRepository.inMemory();
    Artifact artifact = repository.artifact("checkout");
    artifact.alias("LIVE").pointTo(artifact.publish(Content.of("one")).version());
    return repository;
  }
}
