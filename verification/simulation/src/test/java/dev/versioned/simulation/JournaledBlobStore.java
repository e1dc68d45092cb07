package dev.versioned.simulation;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.Page;
import dev.versioned.spi.UnfinishedWrite;
import dev.versioned.spi.WriteResult;
import dev.versioned.testkit.fault.StoreOperation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The blobs as one simulated operation sees them, through its journal. A list is read in pages, as
 * S3's is, and each page is one call.
 *
 * @param copies whether the store copies blobs itself
 * @param place its name; if empty, it is bound to no table
 */
record JournaledBlobStore(BlobStore store, Journal journal, boolean copies, Optional<String> place)
    implements BlobStore {
  private static final int PAGE_SIZE = 3;

  JournaledBlobStore(BlobStore store, Journal journal, boolean copies) {
    this(store, journal, copies, Optional.empty());
  }

  @Override
  public WriteResult create(BlobKey key, BlobSource source, Digest digest, BlobHeader header) {
    return journal.call(StoreOperation.CREATE, () -> store.create(key, source, digest, header));
  }

  @Override
  public BlobUpload begin(BlobKey key, BlobHeader header, long sizeBytes) {
    return new Upload(() -> store.begin(key, header, sizeBytes));
  }

  @Override
  public BlobUpload resume(BlobKey key, BlobHeader header, long sizeBytes) {
    return new Upload(() -> store.resume(key, header, sizeBytes));
  }

  /** An upload, which is not visible before it is complete: completing it is its only call. */
  private final class Upload implements BlobUpload {
    private final Supplier<BlobUpload> begin;
    private final List<BlobSource> parts = new ArrayList<>();

    Upload(Supplier<BlobUpload> begin) {
      this.begin = begin;
    }

    @Override
    public boolean put(BlobSource part) {
      return parts.add(part);
    }

    @Override
    public WriteResult complete() {
      return journal.call(StoreOperation.CREATE, this::make);
    }

    private WriteResult make() {
      try (BlobUpload upload = begin.get()) {
        parts.forEach(upload::put);
        return upload.complete();
      }
    }

    @Override
    public void keep() {}

    @Override
    public void close() {}
  }

  @Override
  public WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header) {
    // Read before the call is distinguished from its replay: the reader may hash the bytes on the
    // way.
    byte[] bytes;
    try {
      bytes = content.readAllBytes();
    } catch (IOException e) {
      throw new UnreadableContentException("Cannot write " + key + ": " + e.getMessage(), e);
    }
    return journal.call(
        StoreOperation.CREATE_FROM_STREAM,
        () -> store.createFromStream(key, new ByteArrayInputStream(bytes), header));
  }

  @Override
  public WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header) {
    return copies
        ? journal.call(StoreOperation.COPY, () -> store.copy(source, target, header))
        : new WriteResult.CopyUnsupported();
  }

  @Override
  public Optional<BlobInfo> find(BlobKey key) {
    return journal.call(StoreOperation.FIND, () -> store.find(key));
  }

  @Override
  public Optional<InputStream> open(BlobKey key) {
    Optional<HeardBody> body =
        journal.call(StoreOperation.OPEN, () -> store.open(key).map(HeardBody::read));
    return body.map(HeardBody::open);
  }

  @Override
  public void delete(BlobKey key) {
    journal.call(
        StoreOperation.DELETE,
        () -> {
          store.delete(key);
          return "";
        });
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact) {
    return Page.stream(
        last ->
            journal.call(
                StoreOperation.LIST, () -> page(artifact, last == null ? "" : last.key().value())));
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact, VersionNumber number) {
    return journal
        .call(
            StoreOperation.LIST_FOLDER,
            () -> {
              try (Stream<BlobInfo> all = store.list(artifact, number)) {
                return all.map(JournaledBlobStore::withoutAttempt).toList();
              }
            })
        .stream();
  }

  private Page<BlobInfo> page(ArtifactName artifact, String after) {
    try (Stream<BlobInfo> all = store.list(artifact)) {
      List<BlobInfo> items =
          all.filter(blob -> blob.key().value().compareTo(after) > 0)
              .limit(PAGE_SIZE + 1L)
              .map(JournaledBlobStore::withoutAttempt)
              .toList();
      return new Page<>(
          items.subList(0, Math.min(PAGE_SIZE, items.size())), items.size() > PAGE_SIZE);
    }
  }

  /** Removes the attempt id: a listing does not contain the writer of a blob. */
  private static BlobInfo withoutAttempt(BlobInfo blob) {
    return new BlobInfo(blob.key(), blob.sizeBytes(), blob.etag(), "", blob.lastModified());
  }

  @Override
  public Stream<ArtifactName> artifacts() {
    List<ArtifactName> all =
        journal.call(StoreOperation.BLOB_ARTIFACTS, () -> store.artifacts().toList());
    return all.stream();
  }

  @Override
  public Stream<UnfinishedWrite> unfinishedWrites(ArtifactName artifact) {
    List<UnfinishedWrite> all =
        journal.call(
            StoreOperation.UNFINISHED_WRITES, () -> store.unfinishedWrites(artifact).toList());
    return all.stream();
  }

  @Override
  public void abort(UnfinishedWrite write) {
    journal.call(
        StoreOperation.ABORT,
        () -> {
          store.abort(write);
          return "";
        });
  }

  @Override
  public Instant now() {
    return journal.call(StoreOperation.NOW, store::now);
  }

  @Override
  public void close() {}
}
