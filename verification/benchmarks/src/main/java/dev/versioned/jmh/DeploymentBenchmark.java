package dev.versioned.jmh;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.deployment.LiveDeployment;
import dev.versioned.deployment.LiveDeploymentBuilder;
import dev.versioned.deployment.Use;
import dev.versioned.deployment.VersionLoader;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One request that uses a version of a live deployment with a canary of 10 %, compared with a call
 * of the same object without it. The versions have a class loader of their own, like those of jars.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeploymentBenchmark {
  /** A power of two, so that finding the next key takes no division. */
  private static final int KEYS = 1024;

  /** A version's object. */
  public interface Service {
    /** Answers a request. */
    int answer(int request);
  }

  private record Doubling(int more) implements Service {
    @Override
    public int answer(int request) {
      return 2 * request + more;
    }
  }

  /** Loads versions with a class loader of their own. */
  private static final class Loader implements VersionLoader<Service> {
    @Override
    public Service load(Path file, Version version) throws IOException {
      return new Doubling(Files.readString(file).length());
    }

    @Override
    public Optional<ClassLoader> classLoader(Service loaded) {
      return Optional.of(Loader.class.getClassLoader());
    }
  }

  /** Captures nothing, so that only what {@code use} allocates is counted. */
  private static final Use<Service, Integer, RuntimeException> ANSWER =
      service -> service.answer(16);

  /** Each thread's own place in the keys. */
  @State(Scope.Thread)
  public static class Position {
    int next;
  }

  private final ArtifactRepository repository = ArtifactRepository.inMemory();
  private final String[] keys = new String[KEYS];
  private final Service direct = new Doubling(3);
  private LiveDeployment<Service> deployment =
      start("checkout-service", LiveDeploymentBuilder::build);
  private LiveDeployment<Service> counting =
      start(
          "checkout-service-counted",
          builder -> builder.watch(watch -> watch.report()).countOutcomes().build());

  private LiveDeployment<Service> start(
      String name, Function<LiveDeploymentBuilder<Service>, LiveDeployment<Service>> build) {
    try {
      Artifact artifact = repository.artifact(name);
      Version v1 = artifact.publish(Content.of("one")).version();
      Version v2 = artifact.publish(Content.of("two")).version();
      artifact.alias("LIVE").split(v1, v2, Weight.percent(10));
      Path folder = Files.createTempDirectory("deployment-benchmark");
      ArtifactCache cache = ArtifactCache.builder(repository, folder).build();
      return build.apply(LiveDeployment.builder(artifact.alias("LIVE"), cache, new Loader()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Creates keys of 16 characters. */
  @Setup(Level.Trial)
  public void makeKeys() {
    for (int i = 0; i < KEYS; i++) {
      keys[i] = String.format("user-%011d", i * 7919L);
    }
  }

  /** Closes the deployment. */
  @TearDown(Level.Trial)
  public void close() {
    deployment.close();
    counting.close();
    repository.close();
  }

  /** Calls the object itself: to be subtracted. */
  @Benchmark
  public int direct(Position position) {
    return direct.answer(keys[position.next++ & (KEYS - 1)].length());
  }

  /** By a random draw. */
  @Benchmark
  public int random(Position position) {
    position.next++;
    return deployment.use(ANSWER);
  }

  /** By a key of 16 characters, a different one each time. */
  @Benchmark
  public int keyOf16Characters(Position position) {
    return deployment.use(keys[position.next++ & (KEYS - 1)], ANSWER);
  }

  /** As {@link #random}, with outcomes and latencies counted. */
  @Benchmark
  public int countedRandom(Position position) {
    position.next++;
    return counting.use(ANSWER);
  }

  /** As {@link #keyOf16Characters}, with outcomes and latencies counted. */
  @Benchmark
  public int countedKeyOf16Characters(Position position) {
    return counting.use(keys[position.next++ & (KEYS - 1)], ANSWER);
  }

  /** As {@link #direct}, with as many threads as cores. */
  @Benchmark
  @Threads(Threads.MAX)
  public int directOnAllCores(Position position) {
    return direct(position);
  }

  /** As {@link #random}, with as many threads as cores. */
  @Benchmark
  @Threads(Threads.MAX)
  public int randomOnAllCores(Position position) {
    return random(position);
  }

  /** As {@link #countedRandom}, with as many threads as cores. */
  @Benchmark
  @Threads(Threads.MAX)
  public int countedRandomOnAllCores(Position position) {
    return countedRandom(position);
  }

  /** As {@link #keyOf16Characters}, with as many threads as cores. */
  @Benchmark
  @Threads(Threads.MAX)
  public int keyOf16CharactersOnAllCores(Position position) {
    return keyOf16Characters(position);
  }
}
