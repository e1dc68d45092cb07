package dev.versioned.jmh;

import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.s3dynamo.StoredForm;
import java.util.Map;
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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes a version as an item of DynamoDB, and reads it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MappingBenchmark {
  private final VersionRecord record = Samples.record(7);
  private final Map<String, AttributeValue> item = StoredForm.item(record);

  /** As in each commit. */
  @Benchmark
  public Map<String, AttributeValue> versionToItem() {
    return StoredForm.item(record);
  }

  /** As for each version of a list, and for each resolved one. */
  @Benchmark
  public NumberRecord itemToVersion() {
    return StoredForm.record(item);
  }
}
