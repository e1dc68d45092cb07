package dev.versioned.s3dynamo.admin;

import dev.versioned.ArtifactRepository;
import dev.versioned.s3dynamo.S3DynamoRepository;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.Table;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;

/**
 * Creates the library's own stores over clients that are already open; closing a store does not
 * close them.
 */
final class Stores {
  private Stores() {}

  static ArtifactRepository repository(Bucket bucket, Table table) {
    return builder(bucket)
        .prefix(bucket.prefix().value())
        .table(table.name())
        .dynamoDb(table.client())
        .build();
  }

  /** Returns a store of the blobs in a folder below the bucket's prefix. */
  static BlobStore blobs(Bucket bucket, String folder) {
    return builder(bucket).prefix(bucket.prefix() + folder + "/").buildBlobStore();
  }

  static ItemStore items(Table table) {
    return S3DynamoRepository.builder()
        .table(table.name())
        .dynamoDb(table.client())
        .buildItemStore();
  }

  private static S3DynamoRepository.Builder builder(Bucket bucket) {
    S3DynamoRepository.Builder builder =
        S3DynamoRepository.builder().bucket(bucket.name()).s3(bucket.s3());
    String owner = bucket.owner();
    return owner == null ? builder : builder.expectedBucketOwner(owner);
  }
}
