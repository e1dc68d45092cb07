package dev.versioned.examples.boot4;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.Alias;
import dev.versioned.spring.test.EmbeddedVersioned;
import dev.versioned.spring.test.InitialContent;
import dev.versioned.testkit.LocalRepository;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Tag("full")
class PricesApplicationTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private ConfigurableApplicationContext context;
  private LocalRepository local;

  @Configuration(proxyBeanMethods = false)
  static class Published {
    @Bean
    InitialContent firstPrices() {
      return repository -> {
        Artifact prices = repository.artifact("prices");
        prices.alias("LIVE").pointTo(prices.publish(Content.of("tea 3")).version());
      };
    }
  }

  @BeforeEach
  void start(@TempDir Path folder) {
    context =
        new SpringApplicationBuilder(
                PricesApplication.class, EmbeddedVersioned.class, Published.class)
            .run("--server.port=0", "--versioned.cache.directory=" + folder.resolve("cache"));
    local = context.getBean(LocalRepository.class);
  }

  @AfterEach
  void stop() {
    context.close();
  }

  private URI uri(String path) {
    return URI.create(
        "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
  }

  private String get(String path) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private void awaitAnswer(String path, String answer) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (!get(path).equals(answer) && Instant.now().isBefore(end)) {
      Thread.sleep(10);
    }
    assertThat(get(path)).isEqualTo(answer);
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(get(path));
  }

  private HttpResponse<String> move(String body) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri("/actuator/versioned/prices"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void requestsActuatorHealthAndMetricsFollowTheAlias() throws Exception {
    assertThat(get("/prices/anna")).isEqualTo("tea 3 (version 1)");
    assertThat(json("/actuator/health/readiness").at("/components/versioned/status").asText())
        .isEqualTo("UP");
    JsonNode alias = json("/actuator/versioned").at("/aliases/prices");
    assertThat(alias.get("revision").asLong()).isEqualTo(1);
    assertThat(alias.at("/deployment/loaded/0/version").asText()).isEqualTo("1");

    Artifact prices = local.repository().artifact("prices");
    prices.alias("LIVE").pointTo(prices.publish(Content.of("tea 4")).version());
    awaitAnswer("/prices/anna", "tea 4 (version 2)");
    // The event comes after the swap.
    awaitAnswer("/swaps", "1");
    assertThat(json("/actuator/metrics/versioned.alias.share").at("/measurements/0/value").asInt())
        .isEqualTo(1);
  }

  @Test
  void endpointMovesOnlyAtTheExpectedRevision() throws Exception {
    HttpResponse<String> late =
        move(
            """
            {"version": "1", "percent": "100", "expectedRevision": 7, "reason": "late"}\
            """);
    assertThat(late.statusCode()).isEqualTo(409);
    local.repository().artifact("prices").publish(Content.of("tea 5"));
    HttpResponse<String> moved =
        move(
            """
            {"version": "2", "percent": "100", "expectedRevision": 1, "reason": "dearer"}\
            """);
    assertThat(moved.statusCode()).isEqualTo(200);
    assertThat(get("/prices/anna")).isEqualTo("tea 5 (version 2)");
    Alias alias = local.repository().artifact("prices").alias("LIVE").read();
    assertThat(alias.updatedBy()).isEqualTo("prices");
  }
}
