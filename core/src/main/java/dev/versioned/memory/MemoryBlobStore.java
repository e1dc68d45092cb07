package dev.versioned.memory;

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
import dev.versioned.spi.UnfinishedWrite;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Keeps blobs in memory. */
public final class MemoryBlobStore implements BlobStore {
  private final ConcurrentNavigableMap<String, Blob> blobs = new ConcurrentSkipListMap<>();
  private final AtomicLong writes = new AtomicLong();
  private final Clock clock;

  private record Blob(BlobInfo info, ByteBuffer bytes) {}

  /** Creates an empty store with the system's clock. */
  public MemoryBlobStore() {
    this(Clock.systemUTC());
  }

  /**
   * * Creates an empty store.
   *
   * @param clock the clock that dates the blobs
   */
  public MemoryBlobStore(Clock clock) {
    Objects.requireNonNull(clock, "clock");
    this.clock = clock;
  }

  @Override
  public WriteResult create(BlobKey key, BlobSource source, Digest digest, BlobHeader header) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(header, "header");
    byte[] bytes = read(key, source);
    checkHashed(key, Digest.of(bytes).equals(digest));
    return put(key, bytes, header);
  }

  private static byte[] read(BlobKey key, BlobSource source) {
    try (InputStream in = source.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  private static void checkHashed(BlobKey key, boolean same) {
    // rule: only-what-was-hashed-is-stored
    if (!same) {
      throw unreadable(key, new IOException("it changed since it was hashed"));
    }
  }

  @Override
  public BlobUpload begin(BlobKey key, BlobHeader header, long sizeBytes) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(header, "header");
    return new Upload(key, header, sizeBytes);
  }

  /** Gathers the parts; the store has none of them before they are complete. */
  private final class Upload implements BlobUpload {
    private final BlobKey key;
    private final BlobHeader header;
    private final long sizeBytes;
    private final ByteArrayOutputStream parts;
    private boolean ended;

    Upload(BlobKey key, BlobHeader header, long sizeBytes) {
      this.key = key;
      this.header = header;
      this.sizeBytes = sizeBytes;
      this.parts = new ByteArrayOutputStream(Math.toIntExact(sizeBytes));
    }

    @Override
    public boolean put(BlobSource part) {
      Objects.requireNonNull(part, "part");
      check(!ended, "the upload has ended");
      byte[] bytes = read(key, part);
      CRC32C crc32c = new CRC32C();
      crc32c.update(bytes);
      checkHashed(key, (int) crc32c.getValue() == part.crc32c());
      parts.writeBytes(bytes);
      return true;
    }

    @Override
    public WriteResult complete() {
      check(!ended, "the upload has ended");
      check(parts.size() == sizeBytes, "its parts are not as long as announced");
      ended = true;
      return MemoryBlobStore.this.put(key, parts.toByteArray(), header);
    }

    private void check(boolean condition, String otherwise) {
      if (!condition) {
        throw new IllegalStateException("Cannot write " + key + ": " + otherwise);
      }
    }

    @Override
    public void keep() {}

    @Override
    public void close() {
      ended = true;
    }
  }

  @Override
  public WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(header, "header");
    try {
      return put(key, content.readAllBytes(), header);
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  private WriteResult put(BlobKey key, byte[] bytes, BlobHeader header) {
    BlobInfo info =
        new BlobInfo(
            key,
            bytes.length,
            "memory-" + writes.incrementAndGet(),
            header.attemptId(),
            clock.instant());
    // rule: occupied-key-keeps-its-blob
    Blob there =
        blobs.putIfAbsent(key.value(), new Blob(info, ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
    return there == null ? new WriteResult.Written(info) : new WriteResult.Occupied(there.info());
  }

  private static UnreadableContentException unreadable(BlobKey key, IOException e) {
    return new UnreadableContentException(
        "Cannot write " + key + ": its content cannot be read: " + e.getMessage(), e);
  }

  @Override
  public WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header) {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(header, "header");
    Blob blob = blobs.get(source.key().value());
    // rule: replaced-source-is-not-copied
    return blob != null && blob.info().etag().equals(source.etag())
        ? put(target, copyOf(blob), header)
        : new WriteResult.SourceGone();
  }

  private static byte[] copyOf(Blob blob) {
    byte[] bytes = new byte[blob.bytes().capacity()];
    blob.bytes().get(0, bytes);
    return bytes;
  }

  @Override
  public Optional<BlobInfo> find(BlobKey key) {
    Objects.requireNonNull(key, "key");
    return Optional.ofNullable(blobs.get(key.value())).map(Blob::info);
  }

  @Override
  public Optional<InputStream> open(BlobKey key) {
    Objects.requireNonNull(key, "key");
    return Optional.ofNullable(blobs.get(key.value()))
        .map(blob -> new ByteArrayInputStream(copyOf(blob)));
  }

  @Override
  public Optional<InputStream> openRange(BlobInfo blob, long offset, long sizeBytes) {
    Objects.requireNonNull(blob, "blob");
    return Optional.ofNullable(blobs.get(blob.key().value()))
        .filter(there -> there.info().etag().equals(blob.etag()))
        .map(there -> range(there, offset, sizeBytes));
  }

  private static InputStream range(Blob blob, long offset, long sizeBytes) {
    byte[] bytes = new byte[Math.toIntExact(sizeBytes)];
    blob.bytes().get(Math.toIntExact(offset), bytes);
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public void delete(BlobKey key) {
    Objects.requireNonNull(key, "key");
    blobs.remove(key.value());
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact) {
    Objects.requireNonNull(artifact, "artifact");
    return in(artifact.value());
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact, VersionNumber number) {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(number, "number");
    return in(BlobKey.folderOf(artifact, number));
  }

  /** The character after the slash is '0'. */
  private Stream<BlobInfo> in(String folder) {
    return blobs.subMap(folder + "/", folder + "0").values().stream().map(Blob::info);
  }

  @Override
  public Stream<ArtifactName> artifacts() {
    return blobs.keySet().stream()
        .filter(key -> !key.equals(BlobKey.MARKER.value()) && !key.startsWith(BlobKey.PROBES))
        .map(key -> key.substring(0, key.indexOf('/')))
        .distinct()
        .map(ArtifactName::parse);
  }

  /** Returns no uploads: a write is not stored before it is complete. */
  @Override
  public Stream<UnfinishedWrite> unfinishedWrites(ArtifactName artifact) {
    Objects.requireNonNull(artifact, "artifact");
    return Stream.empty();
  }

  /** Does nothing: unfinished writes do not exist here. */
  @Override
  public void abort(UnfinishedWrite write) {
    Objects.requireNonNull(write, "write");
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  /** Does nothing: the store holds no resources. */
  @Override
  public void close() {}
}
