package dev.versioned.s3dynamo;

import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Writes objects in parts from content that can be opened again: slices of it are read as they are
 * sent, and take no memory. S3 checks the CRC-32C of each part and of the whole.
 */
final class PartsWriter {
  private final Bucket bucket;
  private final ExecutorService threads;
  private final PartSender sender;

  PartsWriter(Bucket bucket, ExecutorService threads, PartSender sender) {
    this.bucket = bucket;
    this.threads = threads;
    this.sender = sender;
  }

  WriteResult create(BlobKey key, BlobSource source, BlobHeader header) {
    return untilNoConflict(key, () -> createOnce(key, source, header));
  }

  /** Goes on with what this attempt left before; what fails stays for the next time. */
  WriteResult resume(BlobKey key, BlobSource source, BlobHeader header) {
    return untilNoConflict(key, () -> resumeOnce(key, source, header));
  }

  private WriteResult untilNoConflict(BlobKey key, Supplier<Optional<WriteResult>> upload) {
    Backoff backoff = new Backoff(bucket.writing(key).what());
    while (true) {
      Optional<WriteResult> result = upload.get();
      if (result.isPresent()) {
        return result.get();
      } else if (!backoff.pause()) {
        throw WholeWriter.conflict(bucket, key);
      }
    }
  }

  private Optional<WriteResult> createOnce(BlobKey key, BlobSource source, BlobHeader header) {
    try (MultipartUpload upload = MultipartUpload.start(bucket, threads, key, header)) {
      return send(upload, key, source, Optional.empty());
    }
  }

  private Optional<WriteResult> resumeOnce(BlobKey key, BlobSource source, BlobHeader header) {
    Optional<LeftUpload> left = LeftUpload.find(bucket, key, header.attemptId());
    try (MultipartUpload upload =
        left.map(l -> MultipartUpload.resume(bucket, threads, key, header, l))
            .orElseGet(() -> MultipartUpload.start(bucket, threads, key, header))) {
      if (left.isEmpty()) {
        LeftUpload.mark(bucket, key, upload.uploadId(), header.attemptId());
      }
      try {
        return send(upload, key, source, left);
      } catch (BackendException e) {
        upload.keep();
        if (AwsErrors.isOf(e, AwsErrors.NO_SUCH_UPLOAD)) {
          return afterUploadWasGone(key, header, e);
        }
        throw e;
      }
    }
  }

  /** Another process may have made the same attempt at once, and have finished it. */
  private Optional<WriteResult> afterUploadWasGone(
      BlobKey key, BlobHeader header, BackendException e) {
    BlobInfo there = bucket.find(key).orElseThrow(() -> e);
    return Optional.of(
        there.attemptId().equals(header.attemptId())
            ? new WriteResult.Written(there)
            : new WriteResult.Occupied(there));
  }

  private Optional<WriteResult> send(
      MultipartUpload upload, BlobKey key, BlobSource source, Optional<LeftUpload> left) {
    int crc32c = 0;
    SlicesInFlight slices = new SlicesInFlight();
    for (BlobSource.Part part : source.parts()) {
      Optional<CompletedPart> sent = left.flatMap(l -> sentBefore(l, upload, key, source, part));
      if (sent.isPresent()) {
        source.alreadyStored(part);
        upload.skip(sent.get());
      } else {
        PartContent content = new PartContent(bucket.writing(key).what(), source, part);
        upload.send(
            slices.count(),
            (uploadId, number) -> {
              PartSender.Address to = new PartSender.Address(key, uploadId, number);
              long started = System.nanoTime();
              CompletedPart done =
                  sender.send(to, content, part.sizeBytes(), part.crc32c(), upload::isStopped);
              slices.took(Duration.ofNanos(System.nanoTime() - started));
              return done;
            });
      }
      crc32c = Crc32c.combine(crc32c, part.crc32c(), part.sizeBytes());
    }
    upload.awaitAtMost(0);
    source.beforeCompletion();
    return upload.complete(source.sizeBytes(), crc32c);
  }

  private Optional<CompletedPart> sentBefore(
      LeftUpload left,
      MultipartUpload upload,
      BlobKey key,
      BlobSource source,
      BlobSource.Part part) {
    try {
      return left.completed(upload.nextNumber(), source, part);
    } catch (IOException e) {
      throw PartContent.unreadable(bucket.writing(key).what(), e);
    }
  }
}
