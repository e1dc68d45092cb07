package dev.versioned.micrometer;

import dev.versioned.LiveAlias;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.cache.CacheStats;
import dev.versioned.event.Event;
import dev.versioned.event.EventListener;
import dev.versioned.model.Alias;
import dev.versioned.model.Version;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * The meters of a repository and of what follows its aliases.
 *
 * <pre>{@code
 * VersionedMetrics metrics = new VersionedMetrics();
 * ArtifactRepository repo = S3DynamoRepository.builder()…settings(s -> s.withListener(metrics)).build();
 * metrics.monitor(live);
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <p>Nothing is counted on the paths of requests: registries read counters that exist anyway,
 * except where {@link #counted} and {@link #timed} are used. What happens before a registry is
 * bound is in its counters too. Tags are artifact, alias, version, and words of small sets; past a
 * number of combinations, artifact, alias and version become {@code other}.
 *
 * <p>Thread-safe.
 */
public final class VersionedMetrics implements MeterBinder, EventListener {
  private static final int MOST_SERIES = 1000;

  private final MeterSet meters = new MeterSet();
  private final EventMeters events;
  private final Series<LongAdder> routes;
  private final Series<Elapsed> preparations;
  private final Map<Tags, AliasMeters> aliases = new ConcurrentHashMap<>();

  /** Keeps up to 1,000 combinations of tags for each meter. */
  public VersionedMetrics() {
    this(MOST_SERIES);
  }

  /**
   * Keeps up to a number of combinations of tags for each meter.
   *
   * @param mostSeries at least 1
   * @throws IllegalArgumentException if it is less
   */
  public VersionedMetrics(int mostSeries) {
    if (mostSeries < 1) {
      throw new IllegalArgumentException(
          "Cannot keep " + mostSeries + " series for each meter: it must be at least 1");
    }
    SeriesFactory factory = new SeriesFactory(meters, mostSeries);
    this.events = new EventMeters(factory);
    this.routes = factory.counter("versioned.alias.routes", "Requests routed to a version");
    this.preparations =
        factory.timer("versioned.prepare", "Preparations of versions, failed ones included");
  }

  /**
   * Adds the meters to a registry, and those that are made later too.
   *
   * @param registry a registry
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    meters.bindTo(Objects.requireNonNull(registry, "registry"));
  }

  @Override
  public void on(Event event) {
    Objects.requireNonNull(event, "event");
    events.on(event);
    if (event instanceof Event.Swapped swapped) {
      AliasMeters followed = aliases.get(tags(swapped.after()));
      if (followed != null) {
        followed.showShares(swapped.after());
      }
    }
  }

  /**
   * Measures a followed alias: staleness, failed reads, revisions, the share of each version.
   * Shares change with the events of its repository, so these metrics must be its listener. Another
   * object that follows the same alias replaces it.
   *
   * @param live the followed alias
   */
  public void monitor(LiveAlias live) {
    Objects.requireNonNull(live, "live");
    AliasMeters made = new AliasMeters(tags(live.alias()), live);
    AliasMeters known = aliases.putIfAbsent(tags(live.alias()), made);
    if (known == null) {
      meters.add(made::bindTo);
    } else {
      known.follow(live);
    }
  }

  /**
   * Measures a cache: fetches by their result, and bytes that were downloaded.
   *
   * @param name the value of the tag {@code cache}, such as {@code artifacts}
   * @param cache the cache
   */
  public void monitor(String name, ArtifactCache cache) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(cache, "cache");
    Tags tags = Tags.of("cache", name);
    fetches(tags.and("result", "hit"), cache, CacheStats::hits);
    fetches(tags.and("result", "download"), cache, CacheStats::downloads);
    fetches(tags.and("result", "failure"), cache, CacheStats::failures);
    meters.add(
        registry ->
            FunctionCounter.builder(
                    "versioned.cache.downloaded", cache, one -> one.stats().downloadedBytes())
                .description("Bytes that a cache has downloaded")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry));
  }

  private void fetches(Tags tags, ArtifactCache cache, ToDoubleFunction<CacheStats> count) {
    meters.add(
        registry ->
            FunctionCounter.builder(
                    "versioned.cache.fetches", cache, one -> count.applyAsDouble(one.stats()))
                .description("Fetches of a cache, by their result")
                .tags(tags)
                .register(registry));
  }

  /**
   * Counts the requests that are routed to each version, at the cost of one increment for each.
   *
   * @param live the followed alias
   * @return routes by it
   * @throws dev.versioned.model.BackendException if the alias is stale, and must not be routed by
   */
  public CountedRoutes counted(LiveAlias live) {
    Objects.requireNonNull(live, "live");
    return new CountedRoutes(live, routes);
  }

  /**
   * Measures a preparation: {@code watch(w -> w.prepare(metrics.timed(cache::fetch)))}.
   *
   * @param preparation makes a version ready, or throws
   * @return does the same, and measures it
   */
  public Consumer<Version> timed(Consumer<? super Version> preparation) {
    Objects.requireNonNull(preparation, "preparation");
    return version -> {
      long started = System.nanoTime();
      boolean ready = false;
      try {
        preparation.accept(version);
        ready = true;
      } finally {
        prepared(version, ready, Duration.ofNanos(System.nanoTime() - started));
      }
    };
  }

  void prepared(Version version, boolean ready, Duration took) {
    Tags tags = EventMeters.artifact(version.artifact());
    preparations.of(tags.and("result", ready ? "ready" : "failed")).add(took);
  }

  MeterSet meters() {
    return meters;
  }

  static Tags tags(Alias alias) {
    return EventMeters.alias(alias.artifact(), alias.name());
  }
}
