package dev.versioned.s3dynamo;

import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Backoff;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.ObjectHeader;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.WriteResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Copies objects within the bucket; the bytes do not leave S3.
 *
 * <p>Objects up to 5 GB are copied in one request, larger ones in parts (Amazon S3 User Guide,
 * <i>Copying objects</i>): each part with the checksum that S3 computed for it, and the whole with
 * the combination of these. If a store cannot copy parts under checksums, the caller must send it
 * the bytes.
 *
 * <p>A bucket's policy may demand that every object is created on a condition, and refuse
 * CopyObject for it. Then small objects are copied in parts, too: the completion of an upload has
 * the condition.
 *
 * <p>Some S3-compatible stores ignore the condition on the target of a copy. Where it must hold,
 * the caller checks the target first, and no two callers write the same version key.
 */
final class BlobCopier {
  /** S3's limit for one request. */
  static final long LARGEST_WHOLE = 5L << 30;

  static final long LEAST_PART = 128L << 20;

  private static final int IN_FLIGHT = 4;

  /** S3 answers once all bytes are copied, which takes time proportional to the size. */
  private static final Duration LONGEST_COPY = Duration.ofMinutes(30);

  /**
   * The errors with which stores refuse a copied part, or the completion, if they do not compute
   * checksums for parts that they copy themselves. They accept the same bytes when these are sent.
   */
  private static final Set<String> PARTS_REFUSED =
      Set.of("InvalidArgument", "InvalidRequest", "InvalidPart");

  private final Bucket bucket;
  private final ExecutorService threads;
  private final long largestWhole;
  private final long leastPart;
  private volatile boolean copyObjectRefused;

  BlobCopier(Bucket bucket, ExecutorService threads, long largestWhole, long leastPart) {
    this.bucket = bucket;
    this.threads = threads;
    this.largestWhole = largestWhole;
    this.leastPart = leastPart;
  }

  /** A copy in progress. */
  private record Task(BlobInfo source, BlobKey target, BlobHeader header, Call call) {}

  WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header) {
    Call call =
        Call.write(
            "copy " + source.key() + " to " + target + " in bucket " + bucket.name(),
            "s3:GetObject and s3:PutObject");
    Task task = new Task(source, target, header, call);
    Backoff backoff = new Backoff(call.what());
    while (true) {
      Optional<WriteResult> result =
          source.sizeBytes() > largestWhole || copyObjectRefused
              ? copyInParts(task)
              : copyWhole(task);
      if (result.isPresent()) {
        return result.get();
      } else if (!backoff.pause()) {
        throw BackendException.transientFailure(
            "Cannot "
                + call.what()
                + ": concurrent writes of the same key prevented it"
                + " (ConditionalRequestConflict); nothing was written, try again",
            null);
      }
    }
  }

  private Optional<WriteResult> copyWhole(Task task) {
    BlobInfo source = task.source();
    try {
      CopyObjectResponse response =
          bucket
              .s3()
              .copyObject(
                  r ->
                      r.sourceBucket(bucket.name())
                          .sourceKey(bucket.key(source.key()))
                          // rule: copy-is-of-the-source-that-was-seen
                          .copySourceIfMatch(source.etag())
                          .expectedSourceBucketOwner(bucket.owner())
                          .destinationBucket(bucket.name())
                          .destinationKey(bucket.key(task.target()))
                          .expectedBucketOwner(bucket.owner())
                          // rule: copy-is-written-once
                          .ifNoneMatch("*")
                          .metadataDirective(MetadataDirective.REPLACE)
                          .contentType(task.header().contentType())
                          .contentDisposition(ObjectHeader.disposition(task.header()))
                          .metadata(ObjectHeader.metadata(task.header(), null))
                          .overrideConfiguration(
                              o ->
                                  o.apiCallAttemptTimeout(LONGEST_COPY)
                                      .apiCallTimeout(LONGEST_COPY)));
      return Optional.of(
          new WriteResult.Written(
              new BlobInfo(
                  task.target(),
                  source.sizeBytes(),
                  response.copyObjectResult().eTag(),
                  task.header().attemptId(),
                  Bucket.timeOf(response))));
    } catch (S3Exception e) {
      // rule: refused-copy-object-is-copied-in-parts
      if (AwsErrors.code(e).equals("AccessDenied")) {
        return withoutCopyObject(task);
      }
      return afterRefusal(task, e);
    } catch (SdkException e) {
      throw bucket.errors().translate(task.call(), e);
    }
  }

  /** Fails like CopyObject if the role may not write at all. */
  private Optional<WriteResult> withoutCopyObject(Task task) {
    Optional<WriteResult> result = copyInParts(task);
    copyObjectRefused = true;
    return result;
  }

  private Optional<WriteResult> copyInParts(Task task) {
    long sizeBytes = task.source().sizeBytes();
    if (sizeBytes == 0) {
      return Optional.of(new WriteResult.CopyUnsupported()); // no part can be copied
    }
    long partBytes = PartSizes.of(sizeBytes, leastPart);
    Map<Integer, String> checksums = new ConcurrentHashMap<>();
    try (MultipartUpload upload =
        new MultipartUpload(BegunUpload.begin(bucket, task.target(), task.header()), threads)) {
      for (long offset = 0; offset < sizeBytes; offset += partBytes) {
        String range = "bytes=" + offset + "-" + (Math.min(offset + partBytes, sizeBytes) - 1);
        upload.send(
            IN_FLIGHT,
            (uploadId, number) -> {
              CompletedPart part = copyPart(task, uploadId, number, range);
              if (part.checksumCRC32C() != null) {
                checksums.put(number, part.checksumCRC32C());
              }
              return part;
            });
      }
      upload.awaitAtMost(0);
      // rule: copy-in-parts-has-its-checksum
      return upload.complete(sizeBytes, ofWhole(checksums, sizeBytes, partBytes));
    } catch (S3Exception e) {
      return refusesParts(e)
          ? Optional.of(new WriteResult.CopyUnsupported())
          : afterRefusal(task, e);
    } catch (SdkException e) {
      throw bucket.errors().translate(task.call(), e);
    } catch (UnreadableContentException e) {
      // The store's own checksums do not match; those of the bytes that are sent will.
      return Optional.of(new WriteResult.CopyUnsupported());
    } catch (BackendException e) {
      if (e.getCause() instanceof S3Exception cause && refusesParts(cause)) {
        return Optional.of(new WriteResult.CopyUnsupported());
      }
      throw e;
    }
  }

  private static boolean refusesParts(S3Exception e) {
    String code = AwsErrors.code(e);
    // rule: refused-copy-in-parts-is-streamed
    return PARTS_REFUSED.contains(code)
        || AwsErrors.CHECKSUM_DIFFERS.contains(code)
        || AwsErrors.NOT_SUPPORTED.contains(code);
  }

  /**
   * Returns the checksum of all parts together; null if the store did not return one for each part.
   */
  private static @Nullable Integer ofWhole(
      Map<Integer, String> checksums, long sizeBytes, long partBytes) {
    int crc32c = 0;
    int number = 1;
    for (long offset = 0; offset < sizeBytes; offset += partBytes) {
      String part = checksums.get(number++);
      if (part == null) {
        return null;
      }
      crc32c = Crc32c.combine(crc32c, Crc32c.parse(part), Math.min(partBytes, sizeBytes - offset));
    }
    return crc32c;
  }

  private CompletedPart copyPart(Task task, String uploadId, int number, String range) {
    var result =
        bucket
            .s3()
            .uploadPartCopy(
                r ->
                    r.sourceBucket(bucket.name())
                        .sourceKey(bucket.key(task.source().key()))
                        .copySourceIfMatch(task.source().etag())
                        .copySourceRange(range)
                        .expectedSourceBucketOwner(bucket.owner())
                        .destinationBucket(bucket.name())
                        .destinationKey(bucket.key(task.target()))
                        .expectedBucketOwner(bucket.owner())
                        .uploadId(uploadId)
                        .partNumber(number)
                        .overrideConfiguration(
                            o ->
                                o.apiCallAttemptTimeout(LONGEST_COPY).apiCallTimeout(LONGEST_COPY)))
            .copyPartResult();
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(result.eTag())
        .checksumCRC32C(result.checksumCRC32C())
        .build();
  }

  /** Interprets a refusal: empty if it was a conflict, after which the copy must begin again. */
  private Optional<WriteResult> afterRefusal(Task task, S3Exception e) {
    String code = AwsErrors.code(e);
    if (code.equals(AwsErrors.CONDITIONAL_CONFLICT)) {
      return Optional.empty();
    } else if (Bucket.isMissing(e)) {
      return Optional.of(new WriteResult.SourceGone());
    } else if (code.equals(AwsErrors.PRECONDITION_FAILED)) {
      return afterFailedCondition(task);
    } else if (AwsErrors.NOT_SUPPORTED.contains(code)) {
      return Optional.of(new WriteResult.CopyUnsupported());
    }
    throw bucket.errors().translate(task.call(), e);
  }

  /**
   * Handles a failed condition: source and target each have one, and S3 does not say which failed.
   */
  private Optional<WriteResult> afterFailedCondition(Task task) {
    Optional<BlobInfo> there = bucket.find(task.target());
    if (there.isPresent()) {
      return there.map(WriteResult.Occupied::new);
    }
    boolean gone =
        bucket
            .find(task.source().key())
            .filter(now -> Bucket.sameTag(now.etag(), task.source().etag()))
            .isEmpty();
    return gone ? Optional.of(new WriteResult.SourceGone()) : Optional.empty();
  }
}
