package dev.versioned.s3dynamo;

import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.spi.BlobInfo;
import java.util.stream.Stream;

/** The objects of one folder, fetched lazily, one page at a time. */
final class BlobListing {
  private BlobListing() {}

  /** Lists a folder; its name is given without a trailing slash. */
  static Stream<BlobInfo> of(Bucket bucket, String folder) {
    return LazyList.of(
            bucket.errors(),
            Call.read("list " + folder + "/ in bucket " + bucket.name(), "s3:ListBucket"),
            () ->
                bucket
                    .s3()
                    .listObjectsV2Paginator(
                        r ->
                            r.bucket(bucket.name())
                                .prefix(bucket.prefix() + folder + "/")
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
