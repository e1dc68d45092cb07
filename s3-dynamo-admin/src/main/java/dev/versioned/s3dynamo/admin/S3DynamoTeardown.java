package dev.versioned.s3dynamo.admin;

import dev.versioned.ArtifactRepository;
import dev.versioned.RepositoryBinding;
import dev.versioned.maintenance.BindingState;
import dev.versioned.maintenance.BindingState.Standing;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.s3dynamo.ConnectionBuilder;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.Connection;
import dev.versioned.s3dynamo.internal.Opened;
import dev.versioned.s3dynamo.internal.Table;
import java.util.Objects;

/**
 * Deletes a whole repository: all its items, all its objects, and then what binds table and prefix
 * to each other. Objects and items that this library does not write stay, and are reported; the
 * bucket stays; the table goes only if {@link Builder#deleteTable} was called. In a versioned
 * bucket the deleted bytes can be brought back until its lifecycle rules remove them.
 *
 * <p>Stop everything that uses the repository first: a process that publishes meanwhile may leave
 * what it wrote. Needs the janitor's rights, and {@code dynamodb:Scan}, {@code
 * dynamodb:BatchWriteItem} and, for the table, {@code dynamodb:DeleteTable}.
 *
 * <p>A run that was interrupted is continued by the same call. Two runs at the same time do no
 * harm. Thread-safe.
 */
public final class S3DynamoTeardown {
  private final Connection connection;
  private final boolean deleteTable;

  private S3DynamoTeardown(Builder builder) {
    this.connection = builder.connection;
    this.deleteTable = builder.deleteTable;
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
   * Counts what would be deleted, and deletes nothing.
   *
   * @return what would be deleted
   * @throws BackendException if bucket and table do not belong to each other, if the table is
   *     protected and would be deleted, or if S3 or DynamoDB refuses or fails
   */
  public TeardownReport plan() {
    return run(false);
  }

  /**
   * Deletes the repository.
   *
   * @param confirmation the table's name as the builder has it, to confirm that it is meant
   * @return what was deleted
   * @throws IllegalArgumentException if the confirmation is not the table's name; nothing was
   *     deleted
   * @throws BackendException if bucket and table do not belong to each other, or the table is
   *     protected and would be deleted: nothing was deleted then; or if S3 or DynamoDB refuses or
   *     fails: the same call continues
   */
  public TeardownReport run(String confirmation) {
    Objects.requireNonNull(confirmation, "confirmation");
    try (Opened<Table> table = connection.openTable()) {
      String name = table.client().name();
      // rule: teardown-is-confirmed-by-name
      if (!confirmation.equals(name)) {
        throw new IllegalArgumentException(
            "Cannot delete the repository of table "
                + name
                + ": it is confirmed with '"
                + confirmation
                + "'; confirm with the table's name. Nothing was deleted");
      }
    }
    return run(true);
  }

  private TeardownReport run(boolean delete) {
    try (Opened<Table> openTable = connection.openTable();
        Opened<Bucket> openBucket = connection.openBucket()) {
      Bucket bucket = openBucket.client();
      Table table = openTable.client();
      boolean nothingBound = checkBinding(bucket, table);
      TeardownTally tally = new TeardownTally();
      TableTeardown items = new TableTeardown(table, tally);
      BucketTeardown objects = new BucketTeardown(bucket, tally);
      if (deleteTable) {
        items.checkProtection();
      }
      if (nothingBound) {
        return unbound(bucket, table, items, objects, tally, delete);
      }
      items.items(delete);
      objects.contents(delete);
      if (delete) {
        // The binding goes last: until then a run that was interrupted can be continued.
        objects.deleteMarker();
        items.binding();
      }
      return tally.report(deleteTable && (delete ? items.table() : tally.foreignItems == 0));
    }
  }

  /** Completes a run that was interrupted before the table; there must be nothing left. */
  private TeardownReport unbound(
      Bucket bucket,
      Table table,
      TableTeardown items,
      BucketTeardown objects,
      TeardownTally tally,
      boolean delete) {
    items.items(false);
    objects.contents(false);
    // rule: teardown-deletes-only-what-is-bound
    if (!tally.isEmpty()) {
      throw BackendException.permanentFailure(
          "Cannot delete the repository of table "
              + table.name()
              + " in "
              + bucket.place()
              + ": nothing says that they belong to each other; check the names and the prefix, and"
              + " apply S3DynamoSetup if they do. Nothing was deleted",
          null);
    }
    return tally.report(deleteTable && (delete ? items.table() : tally.foreignItems == 0));
  }

  /** Returns whether neither names the other; refuses those that belong to others. */
  private static boolean checkBinding(Bucket bucket, Table table) {
    try (ArtifactRepository repository = Stores.repository(bucket, table)) {
      BindingState state = repository.binding().state();
      // rule: teardown-refuses-a-place-of-others
      if (state.standing() == Standing.FOREIGN) {
        throw BackendException.permanentFailure(
            "Cannot delete the repository of table "
                + table.name()
                + ": "
                + state.detail()
                + "; "
                + RepositoryBinding.REMEDY
                + ". Nothing was deleted",
            null);
      }
      return state.standing() == Standing.INCOMPLETE && isUnbound(bucket, table);
    }
  }

  private static boolean isUnbound(Bucket bucket, Table table) {
    return bucket.find(BlobKey.MARKER).isEmpty() && !TableTeardown.isBound(table);
  }

  /** Builds teardowns. Not thread-safe. */
  public static final class Builder extends ConnectionBuilder<Builder> {
    private final Connection connection;
    private boolean deleteTable;

    private Builder(Connection connection) {
      super(connection);
      this.connection = connection;
    }

    /**
     * Deletes the table, too, unless it has items that this library does not write. A table that is
     * protected from deletion is refused.
     *
     * @return this builder
     */
    public Builder deleteTable() {
      this.deleteTable = true;
      return this;
    }

    /**
     * Creates the teardown. Makes no network call. The builder must not be used afterwards.
     *
     * @return the teardown
     */
    public S3DynamoTeardown build() {
      return new S3DynamoTeardown(this);
    }
  }
}
