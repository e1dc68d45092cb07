package dev.versioned.s3dynamo;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.VersionNumber;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.UnfinishedWrite;
import dev.versioned.spi.WriteResult;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Stores bytes in one S3 bucket. S3 itself refuses to write the same key twice ({@code
 * If-None-Match: *}; Amazon S3 User Guide, <i>Conditional writes</i>).
 *
 * <p>All bytes are sent with a checksum that S3 verifies: SHA-256 for an object sent in one
 * request, CRC-32C for each part and for the whole of an object sent in parts.
 */
final class S3BlobStore implements BlobStore {
  private static final int THREADS = 32;

  private final Bucket bucket;
  private final Runnable closeClient;
  private final ExecutorService threads = DaemonThreads.atMost(THREADS, "versioned-s3");
  private final WholeWriter whole;
  private final PartSender sender;
  private final StreamWriter streams;
  private final BlobCopier copier;
  private final BucketInventory inventory;

  S3BlobStore(Bucket bucket, StreamParts streamParts, PartSender sender, Runnable closeClient) {
    this(bucket, streamParts, sender, closeClient, BlobCopier.LARGEST_WHOLE, BlobCopier.LEAST_PART);
  }

  /** For tests, which copy small objects in parts. */
  S3BlobStore(
      Bucket bucket,
      StreamParts streamParts,
      PartSender sender,
      Runnable closeClient,
      long largestWholeCopy,
      long leastCopyPart) {
    this.bucket = bucket;
    this.closeClient = closeClient;
    this.whole = new WholeWriter(bucket);
    this.sender = sender;
    this.streams = new StreamWriter(bucket, threads, sender, streamParts, whole);
    this.copier = new BlobCopier(bucket, threads, largestWholeCopy, leastCopyPart);
    this.inventory = new BucketInventory(bucket);
  }

  @Override
  public long partBytes(long sizeBytes, long wantedBytes) {
    return PartSizes.of(sizeBytes, Math.max(wantedBytes, PartSizes.LEAST_BYTES));
  }

  @Override
  public WriteResult create(BlobKey key, BlobSource source, Digest digest, BlobHeader header) {
    return whole.put(key, source, digest, header);
  }

  @Override
  public BlobUpload begin(BlobKey key, BlobHeader header, long sizeBytes) {
    return PartsUpload.begin(bucket, threads, sender, key, header, sizeBytes);
  }

  @Override
  public BlobUpload resume(BlobKey key, BlobHeader header, long sizeBytes) {
    return PartsUpload.resume(bucket, threads, sender, key, header, sizeBytes);
  }

  @Override
  public WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header) {
    return streams.create(key, content, header);
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
    return get(key, "", r -> {});
  }

  @Override
  public Optional<InputStream> openRange(BlobInfo blob, long offset, long sizeBytes) {
    String range = offset + "-" + (offset + sizeBytes - 1);
    return get(blob.key(), range, r -> r.range("bytes=" + range).ifMatch(blob.etag()));
  }

  /** Reads an object; a non-empty {@code range} is the range that must be returned. */
  private Optional<InputStream> get(
      BlobKey key, String range, Consumer<GetObjectRequest.Builder> more) {
    Call call = Call.read("read " + key + " from bucket " + bucket.name(), "s3:GetObject");
    try {
      GetObjectRequest.Builder request =
          GetObjectRequest.builder()
              .bucket(bucket.name())
              .key(bucket.key(key))
              .expectedBucketOwner(bucket.owner());
      more.accept(request);
      ResponseInputStream<GetObjectResponse> answer = bucket.s3().getObject(request.build());
      checkRange(range, answer, call);
      return Optional.of(new BlobStream(answer, call.what()));
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

  /**
   * Verifies the returned range: a store that does not support ranges returns other bytes than
   * requested.
   */
  private static void checkRange(
      String range, ResponseInputStream<GetObjectResponse> answer, Call call) {
    String sent = answer.response().contentRange();
    if (!range.isEmpty() && (sent == null || !sent.startsWith("bytes " + range + "/"))) {
      answer.abort();
      throw BackendException.permanentFailure(
          "Cannot "
              + call.what()
              + ": the request was for bytes "
              + range
              + ", the response has "
              + (sent == null ? "no range" : "'" + sent + "'")
              + "; use a store that supports ranges",
          null);
    }
  }

  @Override
  public Optional<URI> presign(
      BlobKey key, Duration validFor, String contentType, String disposition) {
    return Optional.of(UrlSigner.sign(bucket, key, validFor, contentType, disposition));
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
    return BlobListing.of(bucket, artifact.value());
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact, VersionNumber number) {
    return BlobListing.of(bucket, BlobKey.folderOf(artifact, number));
  }

  @Override
  public Stream<ArtifactName> artifacts() {
    return inventory.artifacts();
  }

  @Override
  public Stream<UnfinishedWrite> unfinishedWrites(ArtifactName artifact) {
    return inventory.unfinishedWrites(artifact);
  }

  @Override
  public void abort(UnfinishedWrite write) {
    inventory.abort(write);
  }

  @Override
  public Instant now() {
    return inventory.now();
  }

  @Override
  public Optional<String> place() {
    return Optional.of(bucket.place());
  }

  @Override
  public void close() {
    threads.shutdown();
    closeClient.run();
  }
}
