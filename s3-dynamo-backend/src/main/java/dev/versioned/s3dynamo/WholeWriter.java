package dev.versioned.s3dynamo;

import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Backoff;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.ObjectHeader;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.WriteResult;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Writes objects with one request; S3 verifies their SHA-256. */
final class WholeWriter {
  private final Bucket bucket;

  WholeWriter(Bucket bucket) {
    this.bucket = bucket;
  }

  WriteResult put(BlobKey key, BlobSource source, Digest digest, BlobHeader header) {
    PartContent content = new PartContent(bucket.writing(key).what(), source, 0, () -> false);
    return put(key, content, source.sizeBytes(), digest, header);
  }

  WriteResult put(
      BlobKey key,
      ContentStreamProvider content,
      long sizeBytes,
      Digest digest,
      BlobHeader header) {
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket.name())
            .key(bucket.key(key))
            .expectedBucketOwner(bucket.owner())
            // rule: object-is-written-once
            .ifNoneMatch("*")
            // rule: object-has-its-sha-256
            .checksumSHA256(digest.base64())
            .contentType(header.contentType())
            .contentDisposition(ObjectHeader.disposition(header))
            .metadata(ObjectHeader.metadata(header, digest))
            .overrideConfiguration(PartSender.timeFor(sizeBytes))
            .build();
    RequestBody body = RequestBody.fromContentProvider(content, sizeBytes, header.contentType());
    Call call = bucket.writing(key);
    Backoff backoff = new Backoff(call.what());
    while (true) {
      try {
        PutObjectResponse response = bucket.s3().putObject(request, body);
        return new WriteResult.Written(
            new BlobInfo(
                key, sizeBytes, response.eTag(), header.attemptId(), Bucket.timeOf(response)));
      } catch (S3Exception e) {
        Optional<WriteResult> occupied = afterRefusal(call, key, e);
        if (occupied.isPresent()) {
          return occupied.get();
        } else if (!backoff.pause()) {
          throw conflict(bucket, key);
        }
      } catch (SdkException e) {
        throw bucket.errors().translate(call, e);
      }
    }
  }

  /**
   * Interprets a refusal: the key is taken, or empty for a conflict, which proves that nothing was
   * written.
   */
  private Optional<WriteResult> afterRefusal(Call call, BlobKey key, S3Exception e) {
    String code = AwsErrors.code(e);
    if (AwsErrors.CHECKSUM_DIFFERS.contains(code)) {
      throw PartContent.changed(call.what(), e);
    }
    return switch (code) {
      // rule: occupied-key-is-told
      case AwsErrors.PRECONDITION_FAILED -> bucket.find(key).map(WriteResult.Occupied::new);
      case AwsErrors.CONDITIONAL_CONFLICT -> Optional.empty();
      default -> throw bucket.errors().translate(call, e);
    };
  }

  /** Returns the exception for conflicts that do not end. */
  static BackendException conflict(Bucket bucket, BlobKey key) {
    return BackendException.transientFailure(
        "Cannot "
            + bucket.writing(key).what()
            + ": concurrent writes of the same key prevented it (ConditionalRequestConflict);"
            + " nothing was written, try again",
        null);
  }
}
