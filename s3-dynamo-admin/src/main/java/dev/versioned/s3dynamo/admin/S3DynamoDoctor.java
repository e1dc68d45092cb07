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
 * Tries whether a bucket and a table do what the library's promises rest on: conditional writes,
 * one by one and in races, checksums, consistency, and the permissions for all of it; and whether
 * they belong to each other. Some servers that speak S3's protocol ignore conditions; on those a
 * version could be overwritten.
 *
 * <p>Writes scratch objects under {@code _doctor-…/} below the prefix, and scratch items under a
 * partition key of that name, where no artifact can be, and removes them again. Safe while others
 * use bucket and table. A race that was lost once proves a fault; races that were won prove little
 * more than luck, so each is run several times.
 */
public final class S3DynamoDoctor {
  private final Connection connection;

  private S3DynamoDoctor(Connection connection) {
    this.connection = connection;
  }

  /**
   * Starts a doctor.
   *
   * @return a builder, of which bucket and table must be set
   */
  public static Builder builder() {
    return new Builder(new Connection());
  }

  /**
   * Makes all checks, which takes some seconds. What is refused or fails becomes a failed check,
   * and no exception.
   *
   * @return what was found
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
        BindingSetup.examine(bucket.client(), table.client(), checks::add);
      }
    }
    return new DoctorReport(checks);
  }

  /** Builds doctors. For one thread. */
  public static final class Builder extends ConnectionBuilder<Builder> {
    private final Connection connection;

    private Builder(Connection connection) {
      super(connection);
      this.connection = connection;
    }

    /**
     * Makes the doctor. Makes no network call. The builder must not be used any more.
     *
     * @return the doctor
     */
    public S3DynamoDoctor build() {
      return new S3DynamoDoctor(connection);
    }
  }
}
