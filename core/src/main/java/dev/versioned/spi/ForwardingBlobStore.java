package dev.versioned.spi;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.VersionNumber;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A blob store that forwards every call to another one. A store that wraps another, to measure,
 * limit or log its calls, extends this class and overrides some methods: it then also forwards the
 * methods that have a default, such as {@link #place}, and those that are added later.
 */
public abstract class ForwardingBlobStore implements BlobStore {
  private final BlobStore delegate;

  /**
   * Forwards to a store.
   *
   * @param delegate the store; closed with this one
   */
  protected ForwardingBlobStore(BlobStore delegate) {
    this.delegate = Objects.requireNonNull(delegate, "delegate");
  }

  @Override
  public long partBytes(long sizeBytes, long wantedBytes) {
    return delegate.partBytes(sizeBytes, wantedBytes);
  }

  @Override
  public WriteResult create(BlobKey key, BlobSource source, Digest digest, BlobHeader header) {
    return delegate.create(key, source, digest, header);
  }

  @Override
  public BlobUpload begin(BlobKey key, BlobHeader header, long sizeBytes) {
    return delegate.begin(key, header, sizeBytes);
  }

  @Override
  public BlobUpload resume(BlobKey key, BlobHeader header, long sizeBytes) {
    return delegate.resume(key, header, sizeBytes);
  }

  @Override
  public WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header) {
    return delegate.createFromStream(key, content, header);
  }

  @Override
  public WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header) {
    return delegate.copy(source, target, header);
  }

  @Override
  public Optional<BlobInfo> find(BlobKey key) {
    return delegate.find(key);
  }

  @Override
  public Optional<InputStream> open(BlobKey key) {
    return delegate.open(key);
  }

  @Override
  public Optional<InputStream> openRange(BlobInfo blob, long offset, long sizeBytes) {
    return delegate.openRange(blob, offset, sizeBytes);
  }

  @Override
  public Optional<URI> presign(
      BlobKey key, Duration validFor, String contentType, String disposition) {
    return delegate.presign(key, validFor, contentType, disposition);
  }

  @Override
  public void delete(BlobKey key) {
    delegate.delete(key);
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact) {
    return delegate.list(artifact);
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact, VersionNumber number) {
    return delegate.list(artifact, number);
  }

  @Override
  public Stream<ArtifactName> artifacts() {
    return delegate.artifacts();
  }

  @Override
  public Stream<UnfinishedWrite> unfinishedWrites(ArtifactName artifact) {
    return delegate.unfinishedWrites(artifact);
  }

  @Override
  public void abort(UnfinishedWrite write) {
    delegate.abort(write);
  }

  @Override
  public Instant now() {
    return delegate.now();
  }

  @Override
  public Optional<String> place() {
    return delegate.place();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
