package dev.versioned.jmh;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Slots;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Parses external text: names, qualifiers, digests, slots. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParsingBenchmark {
  // Not constants, because the compiler would parse constants only once.
  private String name = "checkout-service";
  private String alias = "LIVE";
  private String number = "4711";
  private String digest = Digest.of(new byte[1]).hex();
  private String slots = "1*9000,2*1000";

  /** An artifact's name. */
  @Benchmark
  public ArtifactName artifactName() {
    return ArtifactName.parse(name);
  }

  /** A qualifier that is an alias. */
  @Benchmark
  public Qualifier qualifierOfAlias() {
    return Qualifier.parse(alias);
  }

  /** A qualifier that is a number. */
  @Benchmark
  public Qualifier qualifierOfNumber() {
    return Qualifier.parse(number);
  }

  /** A digest. */
  @Benchmark
  public Digest digest() {
    return new Digest(digest);
  }

  /** The slots of an alias with a canary. */
  @Benchmark
  public Slots slots() {
    return Slots.parse(slots);
  }
}
