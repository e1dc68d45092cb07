package dev.versioned.s3dynamo;

import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.s3dynamo.AwsErrors.Call;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.WriteResult;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
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
 * One upload in parts, used by one thread. Closing it aborts it, unless it is complete or may be:
 * then nothing is cleaned up here, and what stays is the bucket's lifecycle rule's.
 */
final class MultipartUpload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MultipartUpload.class);

  private final Bucket bucket;
  private final ExecutorService threads;
  private final BlobKey key;
  private final BlobHeader header;
  private final String uploadId;
  private final Instant startedAt;
  private final Deque<Future<CompletedPart>> underWay = new ArrayDeque<>();
  private final List<CompletedPart> done = new ArrayList<>();
  private volatile boolean stopped;
  private boolean settled;
  private boolean kept;

  /** Sends a part. */
  @FunctionalInterface
  interface Sender {
    /** Sends the part of a number, 1 for the first, to an upload. */
    CompletedPart send(String uploadId, int number);
  }

  private MultipartUpload(
      Bucket bucket,
      ExecutorService threads,
      BlobKey key,
      BlobHeader header,
      String uploadId,
      Instant startedAt) {
    this.bucket = bucket;
    this.threads = threads;
    this.key = key;
    this.header = header;
    this.uploadId = uploadId;
    this.startedAt = startedAt;
  }

  static MultipartUpload start(
      Bucket bucket, ExecutorService threads, BlobKey key, BlobHeader header) {
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
    return new MultipartUpload(
        bucket, threads, key, header, created.uploadId(), Bucket.timeOf(created));
  }

  /** Goes on with what an earlier upload has left. */
  static MultipartUpload resume(
      Bucket bucket, ExecutorService threads, BlobKey key, BlobHeader header, LeftUpload left) {
    return new MultipartUpload(bucket, threads, key, header, left.uploadId(), left.startedAt());
  }

  String uploadId() {
    return uploadId;
  }

  /** Whether nothing more is to be sent. */
  boolean isStopped() {
    return stopped;
  }

  /** The number of the part to come next, 1 for the first. */
  int nextNumber() {
    return done.size() + underWay.size() + 1;
  }

  /** Takes the next part as sent, since it was before. */
  void skip(CompletedPart part) {
    underWay.add(CompletableFuture.completedFuture(part));
  }

  /**
   * Sends the next part, as soon as fewer than {@code most} are under way.
   *
   * @throws RuntimeException what this or an earlier part failed with
   */
  void send(int most, Sender part) {
    awaitAtMost(most - 1);
    int number = nextNumber();
    try {
      underWay.add(
          threads.submit(
              () -> {
                if (stopped) {
                  throw new CancellationException("another part failed");
                }
                return part.send(uploadId, number);
              }));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException(
          "Cannot " + bucket.writing(key).what() + ": the repository was closed meanwhile", e);
    }
  }

  /**
   * Waits until no more than so many parts are on their way.
   *
   * @throws RuntimeException what a part failed with
   */
  void awaitAtMost(int parts) {
    while (underWay.size() > parts) {
      awaitOldest();
    }
  }

  private void awaitOldest() {
    try {
      done.add(underWay.remove().get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BackendException.passing(
          "Cannot " + bucket.writing(key).what() + ": the thread was interrupted", e);
    }
  }

  /**
   * Makes the object of the parts, if nothing is under the key.
   *
   * @param sizeBytes of all parts
   * @param crc32c of all parts; null if S3 read them itself
   * @return what came of it; empty for S3's conflict, after which the upload must begin anew
   */
  Optional<WriteResult> complete(long sizeBytes, @Nullable Integer crc32c) {
    awaitAtMost(0);
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
                          .multipartUpload(m -> m.parts(done)));
      settled = true;
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
        case AwsErrors.NO_SUCH_UPLOAD -> Optional.of(afterLostReply(sizeBytes, e));
        default -> throw failed(call, e);
      };
    } catch (SdkException e) {
      throw failed(call, e);
    }
  }

  private BackendException failed(Call call, SdkException e) {
    BackendException failure = bucket.errors().translate(call, e);
    settled = failure.mayHaveHappened();
    return failure;
  }

  private Optional<WriteResult> occupied() {
    // What is there no longer was a blob that somebody deleted: as a conflict.
    return bucket.find(key).map(WriteResult.Occupied::new);
  }

  /** The upload is gone: a first try completed it, or somebody aborted it. */
  private WriteResult afterLostReply(long sizeBytes, S3Exception e) {
    settled = true;
    Optional<BlobInfo> there = bucket.find(key);
    if (there.isEmpty()) {
      throw BackendException.passing(
          "Cannot "
              + bucket.writing(key).what()
              + ": the upload was aborted by somebody else, or by a lifecycle rule; try again",
          e);
    }
    boolean own =
        there.get().attemptId().equals(header.attemptId()) && there.get().sizeBytes() == sizeBytes;
    return own ? new WriteResult.Written(there.get()) : new WriteResult.Occupied(there.get());
  }

  /** Leaves the parts in S3 when this is closed: the upload will be resumed. */
  void keep() {
    kept = true;
  }

  /** Aborts the upload once no part is under way any more: a part that came later would stay. */
  @Override
  public void close() {
    if (settled) {
      return;
    }
    stopped = true;
    // Requests of an interrupted thread fail at once: the flag is set again after the last.
    boolean interrupted = Thread.interrupted();
    while (!underWay.isEmpty()) {
      try {
        underWay.element().get();
        underWay.remove();
      } catch (ExecutionException e) {
        underWay.remove();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (!kept) {
      abort();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Aborts until S3 knows the upload no more: a server may still be at a part whose request broke
   * off, and S3 asks for the abort to be repeated then, until the parts are gone. Only their list
   * tells: S3 answers the abort of an aborted upload with success, too, for some hours.
   */
  private void abort() {
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
