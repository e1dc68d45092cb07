package dev.versioned.s3dynamo.admin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a bucket chooses. What is null may be anything; in a new bucket it gets the
 * default of the CloudFormation template.
 *
 * @param deletionProtection whether deleted bytes are kept for a time
 * @param kmsKey the ARN of the key that encrypts the objects
 * @param janitor the ARN of the role that alone removes versions
 * @param noncurrentDays how long deleted bytes are kept
 * @param objectLockDays how long no object version can be removed
 */
record BucketSettings(
    S3DynamoSetup.DeletionProtection deletionProtection,
    @Nullable String kmsKey,
    @Nullable String janitor,
    @Nullable Integer noncurrentDays,
    @Nullable Integer objectLockDays) {

  /** What a doctor compares with: nothing is chosen. */
  static final BucketSettings ANY =
      new BucketSettings(S3DynamoSetup.DeletionProtection.ON, null, null, null, null);

  boolean keepsDeletedBytes() {
    return deletionProtection == S3DynamoSetup.DeletionProtection.ON;
  }

  /** Returns the whole days of a duration. */
  static int days(Duration time) {
    long days = time.toDays();
    if (days < 1 || days > 36_500 || !time.equals(Duration.ofDays(days))) {
      throw new IllegalArgumentException(
          "Cannot set a number of days: " + time + " is not 1 to 36500 whole days; change it");
    }
    return (int) days;
  }
}
