package dev.versioned.s3dynamo;

import dev.versioned.ArtifactName;
import dev.versioned.s3dynamo.AwsErrors.Call;
import dev.versioned.spi.BlobInfo;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of one artifact, fetched a page at a time as they are read. */
final class BlobListing implements Iterator<BlobInfo> {
  private final Bucket bucket;
  private final Call call;
  private final Iterator<S3Object> objects;

  private BlobListing(Bucket bucket, ArtifactName artifact) {
    this.bucket = bucket;
    this.call = Call.read("list " + artifact + "/ in bucket " + bucket.name(), "s3:ListBucket");
    this.objects =
        bucket
            .s3()
            .listObjectsV2Paginator(
                r ->
                    r.bucket(bucket.name())
                        .prefix(bucket.prefix() + artifact.value() + "/")
                        .expectedBucketOwner(bucket.owner()))
            .contents()
            .iterator();
  }

  static Stream<BlobInfo> of(Bucket bucket, ArtifactName artifact) {
    int characteristics = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
    return StreamSupport.stream(
        () ->
            Spliterators.spliteratorUnknownSize(new BlobListing(bucket, artifact), characteristics),
        characteristics,
        false);
  }

  @Override
  public boolean hasNext() {
    return bucket.errors().call(call, objects::hasNext);
  }

  @Override
  public BlobInfo next() {
    S3Object object = bucket.errors().call(call, objects::next);
    return new BlobInfo(
        bucket.blobKey(object.key()), object.size(), object.eTag(), "", object.lastModified());
  }
}
