package dev.versioned.s3dynamo;

import dev.versioned.model.ArtifactName;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.spi.BlobInfo;
import java.util.stream.Stream;

/** The objects of one artifact, fetched a page at a time as they are read. */
final class BlobListing {
  private BlobListing() {}

  static Stream<BlobInfo> of(Bucket bucket, ArtifactName artifact) {
    return LazyList.of(
            bucket.errors(),
            Call.read("list " + artifact + "/ in bucket " + bucket.name(), "s3:ListBucket"),
            () ->
                bucket
                    .s3()
                    .listObjectsV2Paginator(
                        r ->
                            r.bucket(bucket.name())
                                .prefix(bucket.prefix() + artifact.value() + "/")
                                .expectedBucketOwner(bucket.owner()))
                    .contents()
                    .iterator())
        .map(
            object ->
                new BlobInfo(
                    bucket.blobKey(object.key()),
                    object.size(),
                    object.eTag(),
                    "",
                    object.lastModified()));
  }
}
