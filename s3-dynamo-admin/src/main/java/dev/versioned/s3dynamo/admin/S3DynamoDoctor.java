package dev.versioned.s3dynamo.admin;

import dev.versioned.s3dynamo.ConnectionBuilder;
import dev.versioned.s3dynamo.admin.DoctorReport.Check;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.Connection;
import dev.versioned.s3dynamo.internal.Opened;
import dev.versioned.s3dynamo.internal.Table;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Checks that a bucket and a table behave as the library's guarantees require: conditional writes,
 * one at a time and in races, checksums, consistency, the permissions for all of these, and that
 * the two belong to each other. Some servers that speak S3's protocol ignore conditions; on such a
 * server a version could be overwritten.
 *
 * <p>Writes scratch objects under {@code _doctor-…/} and {@code _probe/} below the prefix, and
 * scratch items under partition keys of these names, which no artifact can have, and removes them
 * again or lets them expire within a day. Safe while bucket and table are in use. A single lost
 * race proves a fault, but a won race may be luck, so each race is run several times.
 */
public final class S3DynamoDoctor {
  private final Connection connection;

  private S3DynamoDoctor(Connection connection) {
    this.connection = connection;
  }

  /**
   * Creates a builder.
   *
   * @return a builder; bucket and table must be set
   */
  public static Builder builder() {
    return new Builder(new Connection());
  }

  /**
   * Runs all checks, which takes some seconds. A refusal or a failure becomes a failed check, not
   * an exception.
   *
   * @return the results
   */
  public DoctorReport run() {
    List<Check> checks = new ArrayList<>();
    String scratch = "_doctor-" + UUID.randomUUID();
    try (Opened<Table> table = connection.openTable();
        Opened<Bucket> bucket = connection.openBucket();
        BlobStore blobs = Stores.blobs(bucket.client(), scratch);
        ItemStore items = Stores.items(table.client())) {
      new BucketDoctor(bucket.client(), scratch, blobs, checks).run();
      new TableDoctor(table.client(), scratch, items, checks).run();
      List<String> needed =
          List.of("bucket " + bucket.client().name(), "table " + table.client().name());
      if (checks.stream()
          .noneMatch(c -> c.verdict() == DoctorReport.Verdict.FAIL && needed.contains(c.name()))) {
        promises(bucket.client(), table.client(), new CheckRunner(checks));
        BindingSetup.examine(bucket.client(), table.client(), checks::add);
      }
    }
    return new DoctorReport(checks);
  }

  /** Adds what every publisher examines, too, where nobody has recorded that it was. */
  private static void promises(Bucket bucket, Table table, CheckRunner runner) {
    runner.must(
        "S3 and DynamoDB: examine their promises",
        "",
        () -> {
          BindingSetup.examinePromises(bucket, table, runner::promise);
          return "";
        });
  }

  /** Builds doctors. Not thread-safe. */
  public static final class Builder extends ConnectionBuilder<Builder> {
    private final Connection connection;

    private Builder(Connection connection) {
      super(connection);
      this.connection = connection;
    }

    /**
     * Creates the doctor. Makes no network call. The builder must not be used afterwards.
     *
     * @return the doctor
     */
    public S3DynamoDoctor build() {
      return new S3DynamoDoctor(connection);
    }
  }
}
