package dev.versioned.simulation;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.spi.ForwardingBlobStore;
import dev.versioned.spi.UnfinishedWrite;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Blobs in memory, and the unfinished writes of writers that died between two parts, as S3 keeps
 * them.
 */
final class LeftoverBlobStore extends ForwardingBlobStore {
  private final Map<String, UnfinishedWrite> unfinished = new TreeMap<>();

  LeftoverBlobStore(Clock clock) {
    super(new MemoryBlobStore(clock));
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
  public Stream<ArtifactName> artifacts() {
    return Stream.concat(
            super.artifacts(), unfinished.values().stream().map(write -> Worlds.ARTIFACT))
        .distinct();
  }
}
