package dev.versioned.simulation;

import dev.versioned.memory.MemoryBlobStore;
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
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Blobs in memory, and the unfinished writes of writers that died between two parts, as S3 keeps
 * them.
 */
final class LeftoverBlobStore implements BlobStore {
  private final MemoryBlobStore store;
  private final Map<String, UnfinishedWrite> unfinished = new TreeMap<>();

  LeftoverBlobStore(Clock clock) {
    this.store = new MemoryBlobStore(clock);
  }

  /** Simulates a writer that dies between two parts. */
  void leave(String id) {
    unfinished.put(
        id, new UnfinishedWrite(BlobKey.ofUpload(Worlds.ARTIFACT, id, ""), id, 1, now()));
  }

  @Override
  public Stream<UnfinishedWrite> unfinishedWrites(ArtifactName artifact) {
    return artifact.equals(Worlds.ARTIFACT) ? unfinished.values().stream() : Stream.empty();
  }

  @Override
  public void abort(UnfinishedWrite write) {
    unfinished.remove(write.id());
  }

  @Override
  public WriteResult create(BlobKey key, BlobSource source, Digest digest, BlobHeader header) {
    return store.create(key, source, digest, header);
  }

  @Override
  public BlobUpload begin(BlobKey key, BlobHeader header, long sizeBytes) {
    return store.begin(key, header, sizeBytes);
  }

  @Override
  public WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header) {
    return store.createFromStream(key, content, header);
  }

  @Override
  public WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header) {
    return store.copy(source, target, header);
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
  public void delete(BlobKey key) {
    store.delete(key);
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
    return Stream.concat(
            store.artifacts(), unfinished.values().stream().map(write -> Worlds.ARTIFACT))
        .distinct();
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
  public void close() {
    store.close();
  }
}
