package dev.versioned.s3dynamo;

import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Backoff;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.Clients;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Sends the parts of uploads. A failed part is retried for some time, so that a short outage does
 * not end an upload that takes hours.
 */
final class PartSender {
  /** The slowest supported rate: sixteen concurrent parts at this rate add up to 2 Mbit/s. */
  private static final long LEAST_BYTES_PER_SECOND = 16 << 10;

  private final Bucket bucket;
  private final Duration patience;

  /** Creates a sender; {@code patience} is how long a failed part is retried. */
  PartSender(Bucket bucket, Duration patience) {
    this.bucket = bucket;
    this.patience = patience;
  }

  /**
   * The address of a part of an upload.
   *
   * @param key the key of the object
   * @param uploadId the upload
   * @param number the part's number, 1 for the first
   */
  record Address(BlobKey key, String uploadId, int number) {}

  /** Sends a part, unless its upload is stopped in the meantime. */
  CompletedPart send(
      Address to,
      ContentStreamProvider content,
      long sizeBytes,
      int crc32c,
      BooleanSupplier stopped) {
    Backoff backoff = Backoff.lasting(patience, bucket.writing(to.key()).what());
    while (true) {
      try {
        return sendOnce(to, content, sizeBytes, crc32c);
      } catch (BackendException e) {
        boolean passes = e.isRetryable() && !AwsErrors.isOf(e, AwsErrors.NO_SUCH_UPLOAD);
        if (!passes || stopped.getAsBoolean() || !backoff.pause()) {
          throw e;
        }
      }
    }
  }

  private CompletedPart sendOnce(
      Address to, ContentStreamProvider content, long sizeBytes, int crc32c) {
    Call call = bucket.writing(to.key());
    try {
      String etag =
          bucket
              .s3()
              .uploadPart(
                  r ->
                      r.bucket(bucket.name())
                          .key(bucket.key(to.key()))
                          .expectedBucketOwner(bucket.owner())
                          .uploadId(to.uploadId())
                          .partNumber(to.number())
                          // rule: part-has-its-crc-32c
                          .checksumCRC32C(Crc32c.base64(crc32c))
                          .overrideConfiguration(timeFor(sizeBytes)),
                  RequestBody.fromContentProvider(content, sizeBytes, "application/octet-stream"))
              .eTag();
      return CompletedPart.builder()
          .partNumber(to.number())
          .eTag(etag)
          .checksumCRC32C(Crc32c.base64(crc32c))
          .build();
    } catch (S3Exception e) {
      if (AwsErrors.CHECKSUM_DIFFERS.contains(AwsErrors.code(e))) {
        throw PartContent.changed(call.what(), e);
      }
      throw bucket.errors().translate(call, e);
    } catch (SdkException e) {
      throw bucket.errors().translate(call, e);
    }
  }

  /**
   * Returns time-outs long enough for this many bytes on a slow, shared line: a time-out for
   * hanging requests must not end slow ones.
   */
  static AwsRequestOverrideConfiguration timeFor(long sizeBytes) {
    Duration attempt = Clients.S3_ATTEMPT.plusSeconds(sizeBytes / LEAST_BYTES_PER_SECOND);
    return AwsRequestOverrideConfiguration.builder()
        .apiCallAttemptTimeout(attempt)
        .apiCallTimeout(attempt.multipliedBy(3))
        .build();
  }
}
