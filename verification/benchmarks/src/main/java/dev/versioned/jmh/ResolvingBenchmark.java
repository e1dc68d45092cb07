package dev.versioned.jmh;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.AliasName;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The library's own share of the time to resolve: the stores are in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResolvingBenchmark {
  private final ArtifactRepository repository = ArtifactRepository.inMemory();
  private final Artifact artifact = repository.artifact("checkout-service");
  private final Qualifier number = VersionNumber.of(1);
  private final Qualifier alias = new AliasName("LIVE");

  /** Publishes a version, and points an alias to it. */
  public ResolvingBenchmark() {
    artifact.alias("LIVE").pointTo(artifact.publish(Content.of("one")).version());
  }

  /** Closes the repository. */
  @TearDown
  public void close() {
    repository.close();
  }

  /** By number. */
  @Benchmark
  public Version number() {
    return artifact.resolve(number);
  }

  /** By alias. */
  @Benchmark
  public Version alias() {
    return artifact.resolve(alias);
  }
}
