package dev.versioned.s3dynamo;

import dev.versioned.ArtifactRepository;
import dev.versioned.RepositorySettings;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.Connection;
import dev.versioned.s3dynamo.internal.Opened;
import dev.versioned.s3dynamo.internal.Table;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Opens repositories that store bytes in an S3 bucket, and versions and aliases in a DynamoDB
 * table.
 *
 * <pre>{@code
 * ArtifactRepository repo = S3DynamoRepository.builder()
 *     .bucket("acme-artifacts")
 *     .table("acme-artifacts")
 *     .build();
 * }</pre>
 *
 * <p>{@code S3DynamoSetup}, in {@code versioned-s3-dynamo-admin}, creates bucket and table. Any
 * number of processes may share them, without a server and without locks: S3 refuses to write a
 * version's key twice, and DynamoDB's conditions decide every race. Both are strongly consistent,
 * S3 for every read and listing, DynamoDB for the reads made here (Amazon S3 User Guide, <i>Amazon
 * S3 data consistency model</i>; DynamoDB Developer Guide, <i>Read consistency</i>).
 */
public final class S3DynamoRepository {
  private S3DynamoRepository() {}

  /**
   * Creates a builder.
   *
   * @return a builder; bucket and table must be set
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds repositories. Not thread-safe, but the repositories are. */
  public static final class Builder extends ConnectionBuilder<Builder> {
    private UnaryOperator<RepositorySettings> settings = UnaryOperator.identity();

    private Builder() {
      super(new Connection());
    }

    /**
     * Changes the repository's settings.
     *
     * @param settings receives the settings chosen so far, initially the defaults, and returns the
     *     changed settings
     * @return this builder
     */
    public Builder settings(UnaryOperator<RepositorySettings> settings) {
      Objects.requireNonNull(settings, "settings");
      UnaryOperator<RepositorySettings> before = this.settings;
      this.settings = chosen -> settings.apply(before.apply(chosen));
      return this;
    }

    /**
     * Opens the repository. Makes no network call: problems with credentials, bucket or table
     * appear at the first use.
     *
     * @return the repository; closing it closes the clients that were created for it, but no client
     *     passed to this builder
     * @throws IllegalArgumentException if no bucket or table is set, no region is found, or the
     *     part size is smaller than S3 accepts
     */
    public ArtifactRepository build() {
      RepositorySettings chosen = chosen();
      BlobStore blobs = blobStore(openBucketLazily(), chosen);
      try {
        return ArtifactRepository.of(blobs, buildItemStore(), chosen);
      } catch (RuntimeException e) {
        blobs.close();
        throw e;
      }
    }

    /**
     * Opens only the store of the bytes, for wrapping it and for tests of the store contract.
     *
     * @return the store; the caller closes it
     * @throws IllegalArgumentException if no bucket is set, no region is found, or the part size is
     *     smaller than S3 accepts
     */
    public BlobStore buildBlobStore() {
      RepositorySettings chosen = chosen();
      return blobStore(openBucket(), chosen);
    }

    private RepositorySettings chosen() {
      RepositorySettings chosen = settings.apply(RepositorySettings.defaults());
      if (chosen.partBytes() < PartSizes.LEAST_BYTES) {
        throw new IllegalArgumentException(
            "Cannot send content to S3 in parts of "
                + chosen.partBytes()
                + " bytes: the minimum of S3 is 5 MiB");
      }
      return chosen;
    }

    private static BlobStore blobStore(Opened<Bucket> opened, RepositorySettings chosen) {
      return new S3BlobStore(
          opened.client(),
          new StreamParts(chosen.partBytes()),
          new PartSender(opened.client(), chosen.contentionTimeout()),
          opened.closer());
    }

    /**
     * Opens only the store of versions and aliases, for wrapping it and for tests of the store
     * contract.
     *
     * @return the store; the caller closes it
     * @throws IllegalArgumentException if no table is set, or no region is found
     */
    public ItemStore buildItemStore() {
      Opened<Table> opened = openTable();
      return new DynamoItemStore(opened.client(), opened.closer());
    }
  }
}
