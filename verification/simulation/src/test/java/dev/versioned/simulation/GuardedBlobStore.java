package dev.versioned.simulation;

import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.ForwardingBlobStore;
import dev.versioned.spi.UnfinishedWrite;
import dev.versioned.spi.WriteResult;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Blobs of a caller that may only read them: writes and deletions are recorded. */
final class GuardedBlobStore extends ForwardingBlobStore {
  private final List<String> changes = new ArrayList<>();

  GuardedBlobStore(BlobStore store) {
    super(store);
  }

  /** Checks that nothing was written or removed. */
  void checkUntouched() {
    Oracle.check(changes.isEmpty(), 9, () -> "the wrong table changed the blobs: " + changes);
  }

  @Override
  public WriteResult create(BlobKey key, BlobSource source, Digest digest, BlobHeader header) {
    changes.add("wrote " + key);
    return super.create(key, source, digest, header);
  }

  @Override
  public BlobUpload begin(BlobKey key, BlobHeader header, long sizeBytes) {
    changes.add("began to write " + key);
    return super.begin(key, header, sizeBytes);
  }

  @Override
  public BlobUpload resume(BlobKey key, BlobHeader header, long sizeBytes) {
    changes.add("resumed " + key);
    return super.resume(key, header, sizeBytes);
  }

  @Override
  public WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header) {
    changes.add("wrote " + key);
    return super.createFromStream(key, content, header);
  }

  @Override
  public WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header) {
    changes.add("wrote " + target);
    return super.copy(source, target, header);
  }

  @Override
  public void delete(BlobKey key) {
    changes.add("removed " + key);
    super.delete(key);
  }

  @Override
  public void abort(UnfinishedWrite write) {
    changes.add("aborted " + write);
    super.abort(write);
  }

  @Override
  public void close() {}
}
