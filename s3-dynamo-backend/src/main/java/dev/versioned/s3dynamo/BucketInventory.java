package dev.versioned.s3dynamo;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.spi.UnfinishedWrite;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The bucket-wide queries of the collector: the current time, the artifacts, the unfinished
 * uploads.
 */
final class BucketInventory {
  private final Bucket bucket;

  BucketInventory(Bucket bucket) {
    this.bucket = bucket;
  }

  /**
   * Returns the server's time. Lists one object for it: no permission is needed except listing,
   * which may be restricted to a prefix.
   */
  Instant now() {
    Call call = Call.read("tell the time of bucket " + bucket.name(), "s3:ListBucket");
    ListObjectsV2Response response =
        bucket
            .errors()
            .call(
                call,
                () ->
                    bucket
                        .s3()
                        .listObjectsV2(
                            r ->
                                r.bucket(bucket.name())
                                    .prefix(bucket.prefix().value())
                                    .maxKeys(1)
                                    .expectedBucketOwner(bucket.owner())));
    return Bucket.dateOf(response)
        .orElseThrow(
            () ->
                BackendException.permanentFailure(
                    "Cannot " + call.what() + ": the answer has no Date header", null));
  }

  /**
   * Returns the folders whose names are valid artifact names; a folder may contain only an
   * unfinished upload.
   */
  Stream<ArtifactName> artifacts() {
    Stream<String> folders =
        LazyList.of(
                bucket.errors(),
                Call.read("list the artifacts in bucket " + bucket.name(), "s3:ListBucket"),
                () ->
                    bucket
                        .s3()
                        .listObjectsV2Paginator(
                            r ->
                                r.bucket(bucket.name())
                                    .prefix(bucket.prefix().value())
                                    .delimiter("/")
                                    .expectedBucketOwner(bucket.owner()))
                        .commonPrefixes()
                        .iterator())
            .map(CommonPrefix::prefix)
            .map(key -> bucket.blobKey(key).value());
    Stream<String> uploads =
        unfinished(bucket.prefix().value()).map(upload -> upload.key().value());
    return Stream.concat(folders, uploads).flatMap(key -> artifactOf(key).stream()).distinct();
  }

  private static Optional<ArtifactName> artifactOf(String key) {
    try {
      return Optional.of(ArtifactName.parse(key.substring(0, Math.max(0, key.indexOf('/')))));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not an artifact's folder
    }
  }

  Stream<UnfinishedWrite> unfinishedWrites(ArtifactName artifact) {
    return unfinished(bucket.prefix() + artifact.value() + "/")
        .flatMap(upload -> measured(upload).stream());
  }

  /** Lists the unfinished uploads under a prefix, without their sizes. */
  private Stream<UnfinishedWrite> unfinished(String prefix) {
    return LazyList.of(
            bucket.errors(),
            Call.read(
                "list the unfinished uploads in bucket " + bucket.name(),
                "s3:ListBucketMultipartUploads"),
            () ->
                bucket
                    .s3()
                    .listMultipartUploadsPaginator(
                        r ->
                            r.bucket(bucket.name())
                                .prefix(prefix)
                                .expectedBucketOwner(bucket.owner()))
                    .uploads()
                    .iterator())
        .map(
            upload ->
                new UnfinishedWrite(
                    bucket.blobKey(upload.key()), upload.uploadId(), 0, upload.initiated()));
  }

  /**
   * Adds up the sizes of the parts; empty if the upload was finished or aborted after it was
   * listed.
   */
  private Optional<UnfinishedWrite> measured(UnfinishedWrite upload) {
    Call call =
        Call.read(
            "list the parts of an upload of " + upload.key() + " to bucket " + bucket.name(),
            "s3:ListMultipartUploadParts");
    try {
      long sizeBytes =
          bucket
              .s3()
              .listPartsPaginator(
                  r ->
                      r.bucket(bucket.name())
                          .key(bucket.key(upload.key()))
                          .uploadId(upload.id())
                          .expectedBucketOwner(bucket.owner()))
              .parts()
              .stream()
              .mapToLong(Part::size)
              .sum();
      return Optional.of(
          new UnfinishedWrite(upload.key(), upload.id(), sizeBytes, upload.startedAt()));
    } catch (S3Exception e) {
      if (isGone(e)) {
        return Optional.empty();
      }
      throw bucket.errors().translate(call, e);
    } catch (SdkException e) {
      throw bucket.errors().translate(call, e);
    }
  }

  void abort(UnfinishedWrite write) {
    Call call =
        Call.write(
            "abort an upload of " + write.key() + " to bucket " + bucket.name(),
            "s3:AbortMultipartUpload");
    try {
      bucket
          .s3()
          .abortMultipartUpload(
              r ->
                  r.bucket(bucket.name())
                      .key(bucket.key(write.key()))
                      .uploadId(write.id())
                      .expectedBucketOwner(bucket.owner()));
    } catch (S3Exception e) {
      if (!isGone(e)) {
        throw bucket.errors().translate(call, e);
      }
    } catch (SdkException e) {
      throw bucket.errors().translate(call, e);
    }
  }

  private static boolean isGone(S3Exception e) {
    return AwsErrors.code(e).equals(AwsErrors.NO_SUCH_UPLOAD);
  }
}
