package dev.versioned.s3dynamo.admin;

import dev.versioned.model.BackendException;
import dev.versioned.s3dynamo.ConnectionBuilder;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.Connection;
import dev.versioned.s3dynamo.internal.Opened;
import dev.versioned.s3dynamo.internal.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Creates the bucket and the table of a repository, and checks existing ones.
 *
 * <p>The settings are those of the CloudFormation template. The bucket blocks all public access,
 * has no access control lists, encrypts, keeps deleted bytes for a time (versioning), and has
 * lifecycle rules that abort uploads under the prefix that are incomplete after seven days, and
 * remove deleted bytes after 90. Its policy refuses requests without TLS, a second write of a
 * version, and the removal of a version by others than the janitor. The table has its keys and its
 * index, on-demand billing, time to live on {@code expires_at}, point-in-time recovery and deletion
 * protection. The bucket and prefix on one side, and the table on the other, are bound to each
 * other, once they were examined ({@link Examination}): each names both ({@link
 * dev.versioned.RepositoryBinding}). Names, billing mode, encryption keys and tags of an existing
 * bucket or table are its owner's choice and are not changed.
 *
 * <p>Idempotent: correct settings stay untouched, and an interrupted run may be repeated.
 * Thread-safe.
 */
public final class S3DynamoSetup {
  private final Connection connection;
  private final BucketSettings settings;
  private final Examination examination;
  private final boolean takeOver;

  private S3DynamoSetup(Builder settings) {
    this.connection = settings.connection;
    this.settings =
        new BucketSettings(
            settings.deletionProtection,
            settings.kmsKey,
            settings.janitor,
            settings.noncurrentDays,
            settings.objectLockDays);
    this.examination = settings.examination;
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
   *     belong to another table, and {@link Builder#takeOver} was not called; or if they break
   *     promises that a repository is built on
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
      new BucketSetup(bucket.client(), mode, settings, findings).run();
      new TableSetup(table.client(), mode, settings.deletionProtection(), findings).run();
      new BindingSetup(bucket.client(), table.client(), mode, examination, takeOver, findings)
          .run();
    }
    return new SetupReport(findings);
  }

  /** Whether the table is protected from deletion, and deleted bytes are kept for a time. */
  public enum DeletionProtection {
    /** The table is protected, and the bucket is versioned; {@link #apply} turns on what is off. */
    ON,
    /**
     * The table need not be protected, nor the bucket versioned, for tests and short-lived
     * repositories; existing protection stays on.
     */
    OFF
  }

  /** Whether bucket and table are examined. */
  public enum Examination {
    /**
     * {@link #apply} examines whether bucket and table keep the promises that a repository is built
     * on, with scratch objects and items, and records the result in the table. Until it is
     * recorded, every process that publishes examines them itself.
     */
    EXAMINE,
    /**
     * {@link #apply} records that they keep them, and examines nothing: for tests on a stack that
     * was examined, and where the set-up may not write objects.
     */
    TRUST
  }

  /** Builds setups. Not thread-safe. */
  public static final class Builder extends ConnectionBuilder<Builder> {
    private final Connection connection;
    private DeletionProtection deletionProtection = DeletionProtection.ON;
    private @Nullable String kmsKey;
    private @Nullable String janitor;
    private @Nullable Integer noncurrentDays;
    private @Nullable Integer objectLockDays;
    private Examination examination = Examination.EXAMINE;
    private boolean takeOver;

    private Builder(Connection connection) {
      super(connection);
      this.connection = connection;
    }

    /**
     * Sets whether the table is protected from deletion, and whether the bucket keeps deleted bytes
     * for a time. The default is {@link DeletionProtection#ON}.
     *
     * @param deletionProtection whether it is protected
     * @return this builder
     */
    public Builder deletionProtection(DeletionProtection deletionProtection) {
      this.deletionProtection = Objects.requireNonNull(deletionProtection, "deletionProtection");
      return this;
    }

    /**
     * Sets whether bucket and table are examined. The default is {@link Examination#EXAMINE}.
     *
     * @param examination whether they are examined
     * @return this builder
     */
    public Builder examination(Examination examination) {
      this.examination = Objects.requireNonNull(examination, "examination");
      return this;
    }

    /**
     * Sets the KMS key that encrypts the objects of the bucket. Without it, an existing encryption
     * stays; a new bucket has S3's own keys.
     *
     * @param arn the ARN of the key
     * @return this builder
     */
    public Builder kmsKey(String arn) {
      this.kmsKey = Objects.requireNonNull(arn, "arn");
      return this;
    }

    /**
     * Sets the role that runs {@code gc}: the bucket's policy refuses the removal of versions by
     * all others. Without it, the policy is not set.
     *
     * @param roleArn the ARN of the role
     * @return this builder
     */
    public Builder janitor(String roleArn) {
      this.janitor = Objects.requireNonNull(roleArn, "roleArn");
      return this;
    }

    /**
     * Sets how long S3 keeps bytes that {@code gc} or a user deleted. Without it, an existing rule
     * stays; the default is 90 days.
     *
     * @param time whole days
     * @return this builder
     * @throws IllegalArgumentException if it is not 1 to 36500 whole days
     */
    public Builder noncurrentVersionExpiration(Duration time) {
      this.noncurrentDays = BucketSettings.days(Objects.requireNonNull(time, "time"));
      return this;
    }

    /**
     * Turns Object Lock on: S3 refuses to remove object versions for a time (governance mode).
     * Without it, an existing lock stays.
     *
     * @param time whole days
     * @return this builder
     * @throws IllegalArgumentException if it is not 1 to 36500 whole days
     */
    public Builder objectLock(Duration time) {
      this.objectLockDays = BucketSettings.days(Objects.requireNonNull(time, "time"));
      return this;
    }

    /**
     * Binds bucket and prefix to this table even if they belong to another table, or this table to
     * another bucket or prefix: for a table that was restored from a backup. Raises the last number
     * of each artifact to the highest number found in S3, so that no number is assigned twice. Stop
     * everything that writes through the other table first. {@link S3DynamoSetup#check} only
     * reports what would be done.
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
