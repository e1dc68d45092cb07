package dev.versioned.s3dynamo.admin;

import dev.versioned.model.BackendException;
import dev.versioned.s3dynamo.ConnectionBuilder;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.Connection;
import dev.versioned.s3dynamo.internal.Opened;
import dev.versioned.s3dynamo.internal.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates the bucket and the table of a repository, and checks those that are there.
 *
 * <p>The bucket: all public access blocked, and a lifecycle rule that aborts uploads left
 * incomplete for seven days under the prefix. S3's own defaults do the rest: encryption, and no
 * access control lists. The table: its keys and its index, on demand, time to live on {@code
 * expires_at}, point-in-time recovery, protected from deletion. Bucket and prefix on one side, and
 * the table on the other, are bound to each other: each names both ({@link
 * dev.versioned.RepositoryBinding}). Names, billing mode, encryption keys and tags of what is there
 * already are the owner's, and are left alone.
 *
 * <p>Idempotent: what is right stays untouched, and a run that was cut off may be made again.
 * Thread-safe.
 */
public final class S3DynamoSetup {
  private final Connection connection;
  private final DeletionProtection deletionProtection;
  private final boolean takeOver;

  private S3DynamoSetup(Builder settings) {
    this.connection = settings.connection;
    this.deletionProtection = settings.deletionProtection;
    this.takeOver = settings.takeOver;
  }

  /**
   * Starts a setup.
   *
   * @return a builder, of which bucket and table must be set
   */
  public static Builder builder() {
    return new Builder(new Connection());
  }

  /**
   * Creates what is missing, changes what is not right, and waits until all of it is ready. A
   * setting that is refused, by a store that does not know it or for want of a permission, is
   * {@code REFUSED} in the report, and the rest is done: bucket, table and index apart, without
   * which there is no repository. Needs rights that a repository does not need, such as {@code
   * s3:CreateBucket} and {@code dynamodb:CreateTable}.
   *
   * @return what was found and done
   * @throws BackendException if S3 or DynamoDB refuses bucket, table or index, or fails; also if
   *     the bucket is another account's or in another region, or the table has other keys, which
   *     cannot be changed; or if the table belongs to another bucket or prefix, or these to another
   *     table, and {@link Builder#takeOver} was not called
   */
  public SetupReport apply() {
    return run(SetupMode.APPLY);
  }

  /**
   * Looks at bucket and table, and changes nothing. Needs the rights to read their settings.
   *
   * @return what was found; what {@link #apply} would create or change is {@code WRONG}
   * @throws BackendException if S3 or DynamoDB refuses or fails
   */
  public SetupReport check() {
    return run(SetupMode.CHECK);
  }

  private SetupReport run(SetupMode mode) {
    List<SetupReport.Finding> findings = new ArrayList<>();
    try (Opened<Table> table = connection.openTable();
        Opened<Bucket> bucket = connection.openBucket()) {
      new BucketSetup(bucket.client(), mode, findings).run();
      new TableSetup(table.client(), mode, deletionProtection, findings).run();
      new BindingSetup(bucket.client(), table.client(), mode, takeOver, findings).run();
    }
    return new SetupReport(findings);
  }

  /** Whether a table is protected from deletion. */
  public enum DeletionProtection {
    /** It is: one that is not is protected by {@link #apply}. */
    ON,
    /** It need not be, for tests and what is short-lived: one that is stays protected. */
    OFF
  }

  /** Builds setups. For one thread. */
  public static final class Builder extends ConnectionBuilder<Builder> {
    private final Connection connection;
    private DeletionProtection deletionProtection = DeletionProtection.ON;
    private boolean takeOver;

    private Builder(Connection connection) {
      super(connection);
      this.connection = connection;
    }

    /**
     * Sets whether the table is protected from deletion; it is unless set.
     *
     * @param deletionProtection whether it is
     * @return this builder
     */
    public Builder deletionProtection(DeletionProtection deletionProtection) {
      this.deletionProtection = deletionProtection;
      return this;
    }

    /**
     * Binds bucket and prefix to this table even if they belong to another one, or this table to
     * another place: for a table that was restored from a backup. Raises the last number of each
     * artifact to the highest one that S3 has, so that no number is given twice. Everything that
     * writes by the other table must have been stopped. {@link S3DynamoSetup#check} only says what
     * would be done.
     *
     * @return this builder
     */
    public Builder takeOver() {
      this.takeOver = true;
      return this;
    }

    /**
     * Makes the setup. Makes no network call. The builder must not be used any more.
     *
     * @return the setup
     */
    public S3DynamoSetup build() {
      return new S3DynamoSetup(this);
    }
  }
}
