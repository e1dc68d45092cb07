package dev.versioned.simulation;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.UnfinishedWrite;
import dev.versioned.spi.WriteResult;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Blobs of a caller that may only read them: writes and deletions are recorded. */
final class GuardedBlobStore implements BlobStore {
  private final BlobStore store;
  private final List<String> changes = new ArrayList<>();

  GuardedBlobStore(BlobStore store) {
    this.store = store;
  }

  /** Checks that nothing was written or removed. */
  void checkUntouched() {
    Oracle.check(changes.isEmpty(), 9, () -> "the wrong table changed the blobs: " + changes);
  }

  @Override
  public WriteResult create(BlobKey key, BlobSource source, Digest digest, BlobHeader header) {
    changes.add("wrote " + key);
    return store.create(key, source, digest, header);
  }

  @Override
  public BlobUpload begin(BlobKey key, BlobHeader header, long sizeBytes) {
    changes.add("began to write " + key);
    return store.begin(key, header, sizeBytes);
  }

  @Override
  public WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header) {
    changes.add("wrote " + key);
    return store.createFromStream(key, content, header);
  }

  @Override
  public WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header) {
    changes.add("wrote " + target);
    return store.copy(source, target, header);
  }

  @Override
  public void delete(BlobKey key) {
    changes.add("removed " + key);
    store.delete(key);
  }

  @Override
  public void abort(UnfinishedWrite write) {
    changes.add("aborted " + write);
    store.abort(write);
  }

  @Override
  public Optional<BlobInfo> find(BlobKey key) {
    return store.find(key);
  }

  @Override
  public Optional<InputStream> open(BlobKey key) {
    return store.open(key);
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact) {
    return store.list(artifact);
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact, VersionNumber number) {
    return store.list(artifact, number);
  }

  @Override
  public Stream<ArtifactName> artifacts() {
    return store.artifacts();
  }

  @Override
  public Stream<UnfinishedWrite> unfinishedWrites(ArtifactName artifact) {
    return store.unfinishedWrites(artifact);
  }

  @Override
  public Instant now() {
    return store.now();
  }

  @Override
  public Optional<String> place() {
    return store.place();
  }

  @Override
  public void close() {}
}
