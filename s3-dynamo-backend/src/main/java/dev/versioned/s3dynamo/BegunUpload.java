package dev.versioned.s3dynamo;

import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Backoff;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.ObjectHeader;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.WriteResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A multipart upload that has begun in S3: completes or aborts it.
 *
 * @param bucket the bucket that it is in
 * @param key the key of the object that it creates
 * @param header the object's header
 * @param uploadId its id in S3
 * @param startedAt when it began, by S3's clock
 */
record BegunUpload(
    Bucket bucket, BlobKey key, BlobHeader header, String uploadId, Instant startedAt) {
  private static final Logger LOG = LoggerFactory.getLogger(BegunUpload.class);

  static BegunUpload begin(Bucket bucket, BlobKey key, BlobHeader header) {
    CreateMultipartUploadResponse created =
        bucket
            .errors()
            .call(
                bucket.writing(key),
                () ->
                    bucket
                        .s3()
                        .createMultipartUpload(
                            r ->
                                r.bucket(bucket.name())
                                    .key(bucket.key(key))
                                    .expectedBucketOwner(bucket.owner())
                                    .contentType(header.contentType())
                                    .contentDisposition(ObjectHeader.disposition(header))
                                    .metadata(ObjectHeader.metadata(header, null))
                                    .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                                    .checksumType(ChecksumType.FULL_OBJECT)));
    return new BegunUpload(bucket, key, header, created.uploadId(), Bucket.timeOf(created));
  }

  /**
   * Creates the object from its parts, if the key is free.
   *
   * @param parts all parts
   * @param sizeBytes the size of all parts together
   * @param crc32c the checksum of all parts together; null if S3 read them itself
   * @return the result; empty for a conflict in S3, after which the upload must begin again
   */
  Optional<WriteResult> complete(
      List<CompletedPart> parts, long sizeBytes, @Nullable Integer crc32c) {
    Call call = bucket.writing(key);
    try {
      CompleteMultipartUploadResponse response =
          bucket
              .s3()
              .completeMultipartUpload(
                  r ->
                      r.bucket(bucket.name())
                          .key(bucket.key(key))
                          .expectedBucketOwner(bucket.owner())
                          .uploadId(uploadId)
                          // rule: object-in-parts-is-written-once
                          .ifNoneMatch("*")
                          .mpuObjectSize(sizeBytes)
                          .checksumType(ChecksumType.FULL_OBJECT)
                          // rule: object-in-parts-has-its-crc-32c
                          .checksumCRC32C(crc32c == null ? null : Crc32c.base64(crc32c))
                          .multipartUpload(m -> m.parts(parts)));
      return Optional.of(
          new WriteResult.Written(
              new BlobInfo(key, sizeBytes, response.eTag(), header.attemptId(), startedAt)));
    } catch (S3Exception e) {
      String code = AwsErrors.code(e);
      if (AwsErrors.CHECKSUM_DIFFERS.contains(code)) {
        throw PartContent.changed(call.what(), e);
      }
      return switch (code) {
        case AwsErrors.PRECONDITION_FAILED -> occupied();
        case AwsErrors.CONDITIONAL_CONFLICT -> Optional.empty();
        // rule: completed-upload-is-looked-for
        case AwsErrors.NO_SUCH_UPLOAD -> Optional.of(afterItIsGone(e));
        default -> throw bucket.errors().translate(call, e);
      };
    } catch (SdkException e) {
      throw bucket.errors().translate(call, e);
    }
  }

  private Optional<WriteResult> occupied() {
    // The object that refused the write has been deleted since: treated as a conflict.
    return bucket.find(key).map(WriteResult.Occupied::new);
  }

  /**
   * Returns the result of an upload that S3 no longer knows: an earlier attempt completed it,
   * another process making the same attempt completed it, or it was aborted.
   */
  WriteResult afterItIsGone(Throwable cause) {
    Optional<BlobInfo> there = bucket.find(key);
    if (there.isEmpty()) {
      throw BackendException.transientFailure(
          "Cannot "
              + bucket.writing(key).what()
              + ": the upload was aborted by another process or by a lifecycle rule; try again",
          cause);
    }
    // The object may be of this attempt. The caller compares it, because anyone who may write to
    // the
    // bucket could have aborted or completed the upload.
    // rule: object-of-a-lost-upload-counts-as-found
    return new WriteResult.Occupied(there.get());
  }

  /**
   * Aborts the upload until S3 no longer knows it. A server may still be processing a part whose
   * request was interrupted; in that case S3 requires the abort to be repeated until the parts are
   * gone. Only the list of parts shows this: S3 also reports success for the abort of an already
   * aborted upload, for some hours.
   */
  void abort() {
    Backoff backoff = new Backoff("abort upload " + uploadId + " of " + key);
    String name = bucket.key(key);
    do {
      try {
        bucket
            .s3()
            .abortMultipartUpload(
                r ->
                    r.bucket(bucket.name())
                        .key(name)
                        .expectedBucketOwner(bucket.owner())
                        .uploadId(uploadId));
        bucket
            .s3()
            .listParts(
                r ->
                    r.bucket(bucket.name())
                        .key(name)
                        .expectedBucketOwner(bucket.owner())
                        .uploadId(uploadId)
                        .maxParts(1));
      } catch (S3Exception e) {
        if (AwsErrors.code(e).equals(AwsErrors.NO_SUCH_UPLOAD)) {
          return;
        }
        LOG.debug("upload {} of {} is not aborted yet", uploadId, key, e);
      } catch (SdkException e) {
        LOG.debug("upload {} of {} is left to the bucket's lifecycle rule", uploadId, key, e);
        return;
      }
    } while (backoff.pause());
  }
}
