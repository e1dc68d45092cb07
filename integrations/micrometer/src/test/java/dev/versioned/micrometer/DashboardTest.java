package dev.versioned.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.deployment.LiveDeployment;
import dev.versioned.event.Event;
import dev.versioned.model.Alias;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import dev.versioned.rollout.RolloutStrategy;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardTest {
  private static final Pattern METRIC = Pattern.compile("versioned_[a-z_]+");

  @Test
  void dashboardAsksForEveryMeterAndForNoOther(@TempDir Path folder) throws Exception {
    assertThat(queried()).isEqualTo(scraped(folder));
  }

  private static Set<String> queried() throws IOException {
    Set<String> names = new TreeSet<>();
    try (InputStream in =
        Objects.requireNonNull(
            DashboardTest.class.getResourceAsStream("grafana-dashboard.json"), "dashboard")) {
      for (JsonNode panel : new ObjectMapper().readTree(in).get("panels")) {
        for (JsonNode target : panel.get("targets")) {
          Matcher matcher = METRIC.matcher(target.get("expr").asText());
          while (matcher.find()) {
            names.add(matcher.group());
          }
        }
      }
    }
    return names;
  }

  /** Makes everything happen once, and returns the names that Prometheus reads. */
  private static Set<String> scraped(Path folder) throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    VersionedMetrics metrics = new VersionedMetrics();
    metrics.bindTo(registry);
    ArtifactRepository repository = VersionedMetricsTest.repository(metrics);
    Artifact artifact = repository.artifact("checkout");
    Version one = artifact.publish(Content.of("one")).version();
    AliasHandle handle = artifact.alias("LIVE");
    handle.pointTo(one);
    ArtifactCache cache = ArtifactCache.builder(repository, folder.resolve("cache")).build();
    metrics.monitor("files", cache);
    try (LiveDeployment<String> deployment =
            LiveDeployment.<String>builder(
                    handle,
                    cache,
                    DeploymentMetrics.timed(metrics, (file, version) -> Files.readString(file)))
                .build();
        LiveAlias live = handle.watch()) {
      DeploymentMetrics.monitor(metrics, deployment);
      assertThat(metrics.counted(live).route()).isEqualTo(one);
      handle
          .rollout()
          .start(
              artifact.publish(Content.of("two")).version(),
              RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5)));
      Alias alias = live.alias();
      Instant now = Instant.now();
      metrics.on(
          new Event.Refused(
              now, alias.artifact(), alias.name(), LedgerEntry.Action.MOVE, "anna", "no"));
      metrics.on(
          new Event.Stale(now, alias.artifact(), alias.name(), 1, Duration.ofSeconds(9), "no"));
      metrics.on(new Event.Swapped(now, alias, alias));
      metrics.on(new Event.NotReady(now, alias, alias, "no"));
      metrics.on(new Event.Leaked(now, one, "THREAD_LOCAL", "x"));
      Set<String> names = new TreeSet<>();
      registry
          .scrape()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.replaceFirst("[{ ].*", ""))
          .forEach(names::add);
      return names;
    }
  }
}
