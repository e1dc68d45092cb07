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
 * Creates the bucket and the table of a repository, and checks existing ones.
 *
 * <p>The bucket blocks all public access, and has a lifecycle rule that aborts uploads under the
 * prefix that are incomplete after seven days. S3's own defaults do the rest: encryption, and no
 * access control lists. The table has its keys and its index, on-demand billing, time to live on
 * {@code expires_at}, point-in-time recovery and deletion protection. The bucket and prefix on one
 * side, and the table on the other, are bound to each other: each names both ({@link
 * dev.versioned.RepositoryBinding}). Names, billing mode, encryption keys and tags of an existing
 * bucket or table are its owner's choice and are not changed.
 *
 * <p>Idempotent: correct settings stay untouched, and an interrupted run may be repeated.
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
   * Creates a builder.
   *
   * @return a builder; bucket and table must be set
   */
  public static Builder builder() {
    return new Builder(new Connection());
  }

  /**
   * Creates what is missing, corrects what is wrong, and waits until everything is ready. If a
   * setting is refused, because the server does not support it or a permission is missing, the
   * report lists it as {@code REFUSED} and the setup continues; only bucket, table and index,
   * without which there is no repository, are required. Needs permissions that a repository does
   * not need, such as {@code s3:CreateBucket} and {@code dynamodb:CreateTable}.
   *
   * @return what was found and done
   * @throws BackendException if S3 or DynamoDB fails or refuses bucket, table or index; if the
   *     bucket belongs to another account or is in another region; if the table has other keys,
   *     which cannot be changed; or if the table belongs to another bucket or prefix, or these
   *     belong to another table, and {@link Builder#takeOver} was not called
   */
  public SetupReport apply() {
    return run(SetupMode.APPLY);
  }

  /**
   * Checks bucket and table without changing anything. Needs permission to read their settings.
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

  /** Whether the table is protected from deletion. */
  public enum DeletionProtection {
    /** The table is protected; {@link #apply} turns the protection on if it is off. */
    ON,
    /**
     * The table need not be protected, for tests and short-lived tables; existing protection stays
     * on.
     */
    OFF
  }

  /** Builds setups. Not thread-safe. */
  public static final class Builder extends ConnectionBuilder<Builder> {
    private final Connection connection;
    private DeletionProtection deletionProtection = DeletionProtection.ON;
    private boolean takeOver;

    private Builder(Connection connection) {
      super(connection);
      this.connection = connection;
    }

    /**
     * Sets whether the table is protected from deletion. The default is {@link
     * DeletionProtection#ON}.
     *
     * @param deletionProtection whether it is protected
     * @return this builder
     */
    public Builder deletionProtection(DeletionProtection deletionProtection) {
      this.deletionProtection = deletionProtection;
      return this;
    }

    /**
     * Binds bucket and prefix to this table even if they belong to another table, or this table to
     * another bucket or prefix: for a table that was restored from a backup. Raises the last number
     * of each artifact to the highest number found in S3, so that no number is assigned twice. Stop
     * everything that writes through the other table first. {@link S3DynamoSetup#check} only
     * reports what would be done. would be done.
     *
     * @return this builder
     */
    public Builder takeOver() {
      this.takeOver = true;
      return this;
    }

    /**
     * Creates the setup. Makes no network call. The builder must not be used afterwards.
     *
     * @return the setup
     */
    public S3DynamoSetup build() {
      return new S3DynamoSetup(this);
    }
  }
}
