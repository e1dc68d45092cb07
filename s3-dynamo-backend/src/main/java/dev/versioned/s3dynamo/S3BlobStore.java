package dev.versioned.s3dynamo;

import dev.versioned.ArtifactName;
import dev.versioned.BackendException;
import dev.versioned.Digest;
import dev.versioned.UnreadableContentException;
import dev.versioned.s3dynamo.AwsErrors.Call;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobKey;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.UnfinishedWrite;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Keeps bytes in one S3 bucket, each under a key that S3 itself refuses to write twice ({@code
 * If-None-Match: *}; Amazon S3 User Guide, <i>Conditional writes</i>).
 *
 * <p>Every byte arrives under a checksum that S3 checks: SHA-256 for an object sent whole, CRC-32C
 * for each part and over the whole of one sent in parts.
 */
final class S3BlobStore implements BlobStore {
  /** How many slices of one file are on their way at once; they take no memory. */
  private static final int SLICES_IN_FLIGHT = 16;

  private static final int THREADS = 32;

  private final Bucket bucket;
  private final StreamParts streamParts;
  private final Runnable closeClient;
  private final ExecutorService threads = DaemonThreads.atMost(THREADS, "versioned-s3");
  private final BlobCopier copier;
  private final BucketSurvey survey;

  S3BlobStore(Bucket bucket, StreamParts streamParts, Runnable closeClient) {
    this(bucket, streamParts, closeClient, BlobCopier.LARGEST_WHOLE, BlobCopier.LEAST_PART);
  }

  /** For tests, which copy in parts what is small. */
  S3BlobStore(
      Bucket bucket,
      StreamParts streamParts,
      Runnable closeClient,
      long largestWholeCopy,
      long leastCopyPart) {
    this.bucket = bucket;
    this.streamParts = streamParts;
    this.closeClient = closeClient;
    this.copier = new BlobCopier(bucket, threads, largestWholeCopy, leastCopyPart);
    this.survey = new BucketSurvey(bucket);
  }

  @Override
  public WriteResult create(BlobKey key, BlobSource source, BlobHeader header) {
    return write(key, source, header, false);
  }

  @Override
  public WriteResult resume(BlobKey key, BlobSource source, BlobHeader header) {
    return write(key, source, header, true);
  }

  private WriteResult write(
      BlobKey key, BlobSource source, BlobHeader header, boolean mayComeAgain) {
    if (source.parts().size() == 1) {
      PartContent content =
          new PartContent(bucket.writing(key).what(), source, source.parts().get(0));
      source.beforeCompletion();
      return put(key, content, source.sizeBytes(), source.digest(), header);
    }
    Backoff backoff = new Backoff(bucket.writing(key).what());
    while (true) {
      Optional<WriteResult> result =
          mayComeAgain ? resumeInParts(key, source, header) : createInParts(key, source, header);
      if (result.isPresent()) {
        return result.get();
      } else if (!backoff.pause()) {
        throw conflict(key);
      }
    }
  }

  private WriteResult put(
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
            .ifNoneMatch("*")
            .checksumSHA256(digest.base64())
            .contentType(header.contentType())
            .contentDisposition(ObjectHeader.disposition(header))
            .metadata(ObjectHeader.metadata(header, digest))
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
          throw conflict(key);
        }
      } catch (SdkException e) {
        throw bucket.errors().translate(call, e);
      }
    }
  }

  /** Tells a taken key from a conflict, which proves that nothing was written: empty. */
  private Optional<WriteResult> afterRefusal(Call call, BlobKey key, S3Exception e) {
    String code = AwsErrors.code(e);
    if (AwsErrors.CHECKSUM_DIFFERS.contains(code)) {
      throw PartContent.changed(call.what(), e);
    }
    return switch (code) {
      case AwsErrors.PRECONDITION_FAILED -> bucket.find(key).map(WriteResult.Occupied::new);
      case AwsErrors.CONDITIONAL_CONFLICT -> Optional.empty();
      default -> throw bucket.errors().translate(call, e);
    };
  }

  private BackendException conflict(BlobKey key) {
    return new BackendException(
        "Cannot "
            + bucket.writing(key).what()
            + ": other writes of the same key were in the way (ConditionalRequestConflict);"
            + " nothing was written, try again",
        true,
        null);
  }

  private Optional<WriteResult> createInParts(BlobKey key, BlobSource source, BlobHeader header) {
    try (MultipartUpload upload = MultipartUpload.start(bucket, threads, key, header)) {
      return send(upload, key, source, Optional.empty());
    }
  }

  /** Goes on with what this attempt left; what it cannot finish now it leaves for the next time. */
  private Optional<WriteResult> resumeInParts(BlobKey key, BlobSource source, BlobHeader header) {
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
    for (BlobSource.Part part : source.parts()) {
      Optional<CompletedPart> sent = left.flatMap(l -> sentBefore(l, upload, key, source, part));
      if (sent.isPresent()) {
        source.alreadyStored(part);
        upload.skip(sent.get());
      } else {
        PartContent content = new PartContent(bucket.writing(key).what(), source, part);
        upload.send(
            SLICES_IN_FLIGHT,
            (uploadId, number) ->
                sendPart(key, uploadId, number, content, part.sizeBytes(), part.crc32c()));
      }
      crc32c = Crc32c.combine(crc32c, part.crc32c(), part.sizeBytes());
    }
    upload.awaitParts();
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

  private CompletedPart sendPart(
      BlobKey key,
      String uploadId,
      int number,
      ContentStreamProvider content,
      long sizeBytes,
      int crc32c) {
    Call call = bucket.writing(key);
    try {
      String etag =
          bucket
              .s3()
              .uploadPart(
                  r ->
                      r.bucket(bucket.name())
                          .key(bucket.key(key))
                          .expectedBucketOwner(bucket.owner())
                          .uploadId(uploadId)
                          .partNumber(number)
                          .checksumCRC32C(Crc32c.base64(crc32c)),
                  RequestBody.fromContentProvider(content, sizeBytes, "application/octet-stream"))
              .eTag();
      return CompletedPart.builder()
          .partNumber(number)
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

  @Override
  public WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header) {
    byte[] first = new byte[streamParts.bytesOf(0)];
    int length = read(key, content, first);
    if (length < first.length) {
      byte[] all = Arrays.copyOf(first, length);
      return put(key, () -> new ByteArrayInputStream(all), length, Digest.of(all), header);
    }
    try (MultipartUpload upload = MultipartUpload.start(bucket, threads, key, header)) {
      long sizeBytes = 0;
      int crc32c = 0;
      byte[] part = first;
      for (int index = 0; length > 0; index++) {
        int partCrc = Crc32c.of(part, length);
        send(upload, key, part, length, partCrc);
        crc32c = Crc32c.combine(crc32c, partCrc, length);
        sizeBytes += length;
        boolean ended = length < part.length;
        // Not the buffer of before: it is still being sent.
        part = new byte[ended ? 0 : streamParts.bytesOf(index + 1)];
        length = ended ? 0 : read(key, content, part);
        if (length > 0 && index + 1 == BlobSource.MOST_PARTS) {
          throw new UnreadableContentException(
              "Cannot "
                  + bucket.writing(key).what()
                  + ": the stream is longer than S3's number of parts can hold",
              null);
        }
      }
      return upload.complete(sizeBytes, crc32c).orElseThrow(() -> conflict(key));
    }
  }

  private void send(MultipartUpload upload, BlobKey key, byte[] part, int length, int crc32c) {
    upload.send(
        StreamParts.inFlight(part.length),
        (uploadId, number) ->
            sendPart(
                key,
                uploadId,
                number,
                () -> new ByteArrayInputStream(part, 0, length),
                length,
                crc32c));
  }

  /** Fills a buffer as far as the stream goes. */
  private int read(BlobKey key, InputStream content, byte[] buffer) {
    try {
      int length = 0;
      int read = 0;
      // Not readNBytes: in streams over arrays it reads only once.
      while (length < buffer.length && read >= 0) {
        read = content.read(buffer, length, buffer.length - length);
        length += Math.max(read, 0);
      }
      return length;
    } catch (IOException e) {
      throw PartContent.unreadable(bucket.writing(key).what(), e);
    }
  }

  @Override
  public WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header) {
    return copier.copy(source, target, header);
  }

  @Override
  public Optional<BlobInfo> find(BlobKey key) {
    return bucket.find(key);
  }

  @Override
  public Optional<InputStream> open(BlobKey key) {
    return get(key, r -> {});
  }

  @Override
  public Optional<InputStream> openRange(BlobInfo blob, long offset, long sizeBytes) {
    String range = "bytes=" + offset + "-" + (offset + sizeBytes - 1);
    return get(blob.key(), r -> r.range(range).ifMatch(blob.etag()));
  }

  private Optional<InputStream> get(BlobKey key, Consumer<GetObjectRequest.Builder> more) {
    Call call = Call.read("read " + key + " from bucket " + bucket.name(), "s3:GetObject");
    try {
      GetObjectRequest.Builder request =
          GetObjectRequest.builder()
              .bucket(bucket.name())
              .key(bucket.key(key))
              .expectedBucketOwner(bucket.owner());
      more.accept(request);
      return Optional.of(new BlobStream(bucket.s3().getObject(request.build()), call.what()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (S3Exception e) {
      if (AwsErrors.code(e).equals(AwsErrors.PRECONDITION_FAILED)) {
        return Optional.empty();
      }
      throw bucket.errors().translate(call, e);
    } catch (SdkException e) {
      throw bucket.errors().translate(call, e);
    }
  }

  @Override
  public void delete(BlobKey key) {
    Call call = Call.write("delete " + key + " from bucket " + bucket.name(), "s3:DeleteObject");
    bucket
        .errors()
        .call(
            call,
            () ->
                bucket
                    .s3()
                    .deleteObject(
                        r ->
                            r.bucket(bucket.name())
                                .key(bucket.key(key))
                                .expectedBucketOwner(bucket.owner())));
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact) {
    return BlobListing.of(bucket, artifact);
  }

  @Override
  public Stream<ArtifactName> artifacts() {
    return survey.artifacts();
  }

  @Override
  public Stream<UnfinishedWrite> unfinishedWrites(ArtifactName artifact) {
    return survey.unfinishedWrites(artifact);
  }

  @Override
  public void abort(UnfinishedWrite write) {
    survey.abort(write);
  }

  @Override
  public Instant now() {
    return survey.now();
  }

  @Override
  public void close() {
    threads.shutdown();
    closeClient.run();
  }
}
