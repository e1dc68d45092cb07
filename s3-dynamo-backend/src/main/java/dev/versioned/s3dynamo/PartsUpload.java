package dev.versioned.s3dynamo;

import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An upload whose parts can be reopened: they are read while they are sent and take no memory. S3
 * verifies the CRC-32C of each part and of the whole.
 */
final class PartsUpload implements BlobUpload {
  private final MultipartUpload upload;
  private final PartSender sender;
  private final Optional<ResumableUpload> left;
  private final BlobKey key;
  private final String what;
  private final long sizeBytes;
  private final PartConcurrency inFlight = new PartConcurrency();
  private long putBytes;
  private int crc32c;
  private boolean ended;
  private @Nullable BackendException gone;

  private PartsUpload(
      MultipartUpload upload, PartSender sender, Optional<ResumableUpload> left, long sizeBytes) {
    this.upload = upload;
    this.sender = sender;
    this.left = left;
    this.key = upload.begun().key();
    this.what = upload.begun().bucket().writing(key).what();
    this.sizeBytes = sizeBytes;
  }

  static PartsUpload begin(
      Bucket bucket,
      ExecutorService threads,
      PartSender sender,
      BlobKey key,
      BlobHeader header,
      long sizeBytes) {
    BegunUpload begun = BegunUpload.begin(bucket, key, header);
    return new PartsUpload(
        new MultipartUpload(begun, threads), sender, Optional.empty(), sizeBytes);
  }

  /** Resumes the upload that this attempt left behind, or begins one that can be resumed. */
  static PartsUpload resume(
      Bucket bucket,
      ExecutorService threads,
      PartSender sender,
      BlobKey key,
      BlobHeader header,
      long sizeBytes) {
    Optional<ResumableUpload> left = ResumableUpload.find(bucket, key, header.attemptId());
    if (left.isEmpty()) {
      PartsUpload upload = begin(bucket, threads, sender, key, header, sizeBytes);
      upload.mark();
      return upload;
    }
    BegunUpload begun =
        new BegunUpload(bucket, key, header, left.get().uploadId(), left.get().startedAt());
    return new PartsUpload(new MultipartUpload(begun, threads), sender, left, sizeBytes);
  }

  private void mark() {
    BegunUpload begun = upload.begun();
    try {
      ResumableUpload.mark(begun.bucket(), key, begun.uploadId(), begun.header().attemptId());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  @Override
  public boolean put(BlobSource part) {
    check(!ended, "the upload has ended");
    int number = upload.nextNumber();
    putBytes += part.sizeBytes();
    crc32c = Crc32c.combine(crc32c, part.crc32c(), part.sizeBytes());
    Optional<CompletedPart> there = left.flatMap(l -> sentBefore(l, number, part));
    if (there.isPresent()) {
      upload.skip(there.get());
      return false;
    }
    PartContent content = new PartContent(what, part, number - 1, upload::isStopped);
    noticingItsEnd(
        () -> upload.send(inFlight.count(), (uploadId, n) -> send(uploadId, n, content, part)));
    return true;
  }

  private CompletedPart send(String uploadId, int number, PartContent content, BlobSource part) {
    long started = System.nanoTime();
    CompletedPart done =
        sender.send(
            new PartSender.Address(key, uploadId, number),
            content,
            part.sizeBytes(),
            part.crc32c(),
            upload::isEnding);
    inFlight.took(Duration.ofNanos(System.nanoTime() - started));
    return done;
  }

  private Optional<CompletedPart> sentBefore(ResumableUpload before, int number, BlobSource part) {
    try {
      return before.completed(number, part);
    } catch (IOException e) {
      throw PartContent.unreadable(what, e);
    }
  }

  /**
   * Makes requests of an upload that another process making the same attempt may complete in the
   * meantime. In that case this upload's end is noticed when it is to be completed.
   */
  private void noticingItsEnd(Runnable requests) {
    try {
      if (gone == null) {
        requests.run();
      }
    } catch (BackendException e) {
      if (!AwsErrors.isOf(e, AwsErrors.NO_SUCH_UPLOAD)) {
        throw e;
      }
      gone = e;
    }
  }

  @Override
  public WriteResult complete() {
    check(!ended, "the upload has ended");
    check(putBytes == sizeBytes, "its parts are not as long as announced");
    noticingItsEnd(() -> upload.awaitAtMost(0));
    WriteResult result =
        gone == null
            ? upload.complete(sizeBytes, crc32c).orElseGet(WriteResult.Contended::new)
            : upload.begun().afterItIsGone(gone);
    ended = true;
    return result;
  }

  private void check(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException("Cannot " + what + ": " + otherwise);
    }
  }

  @Override
  public void keep() {
    upload.keep();
  }

  @Override
  public void close() {
    ended = true;
    upload.close();
  }
}
