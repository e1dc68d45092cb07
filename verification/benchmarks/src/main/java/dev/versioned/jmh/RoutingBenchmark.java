package dev.versioned.jmh;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.model.Overrides;
import dev.versioned.model.RoutingDecision;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Routes one request by a followed alias with a canary of 10 %. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoutingBenchmark {
  /** A power of two, so that finding the next key takes no division. */
  private static final int KEYS = 1024;

  private final ArtifactRepository repository = ArtifactRepository.inMemory();
  private final String[] keys = new String[KEYS];
  private final String[] overriddenKeys = new String[KEYS];
  private final LiveAlias live;
  private final LiveAlias overridden;
  private int next;

  /** Follows an alias without overrides, and one that has as many as it may. */
  public RoutingBenchmark() {
    Artifact artifact = repository.artifact("checkout-service");
    Version v1 = artifact.publish(Content.of("one")).version();
    Version v2 = artifact.publish(Content.of("two")).version();
    artifact.alias("LIVE").split(v1, v2, Weight.percent(10));
    artifact.alias("TEST").split(v1, v2, Weight.percent(10));
    Map<String, Version> overrides = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      keys[i] = String.format("user-%011d", i * 7919L);
      overriddenKeys[i] = String.format("test-%011d", i % Overrides.MOST_KEYS * 7919L);
      overrides.put(overriddenKeys[i], v2);
    }
    artifact.alias("TEST").replaceOverrides(overrides, u -> {});
    live = artifact.alias("LIVE").watch();
    overridden = artifact.alias("TEST").watch();
  }

  /** Stops following the aliases. */
  @TearDown(Level.Trial)
  public void close() {
    live.close();
    overridden.close();
    repository.close();
  }

  /** The cost of the loop and of finding the next key, to be subtracted. */
  @Benchmark
  public Object nextKeyAlone() {
    return keys[next++ & (KEYS - 1)];
  }

  /** By a random draw. */
  @Benchmark
  public Version random() {
    return live.route();
  }

  /** By a key of 16 characters, a different one each time. */
  @Benchmark
  public Version keyOf16Characters() {
    return live.route(keys[next++ & (KEYS - 1)]);
  }

  /** As {@link #keyOf16Characters}, by an alias that sends 1,000 other keys to a version. */
  @Benchmark
  public Version keyOf16CharactersBesideOverrides() {
    return overridden.route(keys[next++ & (KEYS - 1)]);
  }

  /** By a key of 16 characters that is overridden. */
  @Benchmark
  public Version overriddenKeyOf16Characters() {
    return overridden.route(overriddenKeys[next++ & (KEYS - 1)]);
  }

  /** As {@link #keyOf16Characters}, with what decided. */
  @Benchmark
  public RoutingDecision decision() {
    return live.decide(keys[next++ & (KEYS - 1)]);
  }
}
