package dev.versioned.testkit.fault;

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
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A blob store whose calls meet the faults of a script. */
public final class FaultyBlobStore implements BlobStore {
  private final BlobStore store;
  private final FaultInjector faults;

  /**
   * Wraps a store.
   *
   * @param store receives the calls that pass; closed with this one
   * @param faults decides which call meets which fault
   */
  public FaultyBlobStore(BlobStore store, FaultInjector faults) {
    this.store = store;
    this.faults = faults;
  }

  @Override
  public long partBytes(long sizeBytes, long wantedBytes) {
    return store.partBytes(sizeBytes, wantedBytes);
  }

  /** No call of the store behind it: a URL is made without a request. */
  @Override
  public Optional<URI> presign(
      BlobKey key, Duration validFor, String contentType, String disposition) {
    return store.presign(key, validFor, contentType, disposition);
  }

  @Override
  public WriteResult create(BlobKey key, BlobSource source, Digest digest, BlobHeader header) {
    Fault fault = faults.next(StoreOperation.CREATE);
    if (fault == Fault.BREAK_BODY) {
      readHalf(key, source);
      throw FaultInjector.failure(StoreOperation.CREATE, fault);
    }
    return faults.call(
        fault, StoreOperation.CREATE, () -> store.create(key, source, digest, header));
  }

  @Override
  public BlobUpload begin(BlobKey key, BlobHeader header, long sizeBytes) {
    return upload(key, () -> store.begin(key, header, sizeBytes));
  }

  @Override
  public BlobUpload resume(BlobKey key, BlobHeader header, long sizeBytes) {
    return upload(key, () -> store.resume(key, header, sizeBytes));
  }

  private BlobUpload upload(BlobKey key, Supplier<BlobUpload> begin) {
    Fault fault = faults.next(StoreOperation.CREATE);
    return fault == Fault.NONE ? begin.get() : new FaultyUpload(key, begin, fault);
  }

  /**
   * An upload that counts as one call, made when it is completed: it may have to be made twice, or
   * late.
   */
  private final class FaultyUpload implements BlobUpload {
    private final BlobKey key;
    private final Supplier<BlobUpload> begin;
    private final Fault fault;
    private final List<BlobSource> parts = new ArrayList<>();

    FaultyUpload(BlobKey key, Supplier<BlobUpload> begin, Fault fault) {
      this.key = key;
      this.begin = begin;
      this.fault = fault;
    }

    @Override
    public boolean put(BlobSource part) {
      if (fault == Fault.BREAK_BODY) {
        readHalf(key, part);
        throw FaultInjector.failure(StoreOperation.CREATE, fault);
      }
      return parts.add(part);
    }

    @Override
    public WriteResult complete() {
      return faults.call(fault, StoreOperation.CREATE, this::make);
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

  private static void readHalf(BlobKey key, BlobSource source) {
    try (InputStream in = source.open()) {
      in.skipNBytes(source.sizeBytes() / 2);
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  @Override
  public WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header) {
    StoreOperation operation = StoreOperation.CREATE_FROM_STREAM;
    Fault fault = faults.next(operation);
    if (fault == Fault.NONE) {
      return store.createFromStream(key, content, header);
    } else if (fault == Fault.BREAK_BODY) {
      throw FaultInjector.failure(operation, fault);
    }
    // The content can be read only once, but the call may have to be made twice.
    byte[] bytes;
    try {
      bytes = content.readAllBytes();
    } catch (IOException e) {
      throw unreadable(key, e);
    }
    return faults.call(
        fault,
        operation,
        () -> store.createFromStream(key, new ByteArrayInputStream(bytes), header));
  }

  @Override
  public WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header) {
    return faults.call(StoreOperation.COPY, () -> store.copy(source, target, header));
  }

  @Override
  public Optional<BlobInfo> find(BlobKey key) {
    return faults.call(StoreOperation.FIND, () -> store.find(key));
  }

  @Override
  public Optional<InputStream> open(BlobKey key) {
    return opened(() -> store.open(key));
  }

  @Override
  public Optional<InputStream> openRange(BlobInfo blob, long offset, long sizeBytes) {
    return opened(() -> store.openRange(blob, offset, sizeBytes));
  }

  private Optional<InputStream> opened(Supplier<Optional<InputStream>> open) {
    Fault fault = faults.next(StoreOperation.OPEN);
    Optional<InputStream> opened = faults.call(fault, StoreOperation.OPEN, open);
    return switch (fault) {
      case BREAK_BODY -> opened.map(FaultyBody::breaking);
      case CORRUPT_BODY -> opened.map(FaultyBody::corrupt);
      default -> opened;
    };
  }

  @Override
  public void delete(BlobKey key) {
    faults.call(
        StoreOperation.DELETE,
        () -> {
          store.delete(key);
          return true;
        });
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact) {
    return faults.call(StoreOperation.LIST, () -> store.list(artifact));
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact, VersionNumber number) {
    return faults.call(StoreOperation.LIST_FOLDER, () -> store.list(artifact, number));
  }

  @Override
  public Stream<ArtifactName> artifacts() {
    return faults.call(StoreOperation.BLOB_ARTIFACTS, store::artifacts);
  }

  @Override
  public Stream<UnfinishedWrite> unfinishedWrites(ArtifactName artifact) {
    return faults.call(StoreOperation.UNFINISHED_WRITES, () -> store.unfinishedWrites(artifact));
  }

  @Override
  public void abort(UnfinishedWrite write) {
    faults.call(
        StoreOperation.ABORT,
        () -> {
          store.abort(write);
          return true;
        });
  }

  @Override
  public Instant now() {
    return faults.call(StoreOperation.NOW, store::now);
  }

  private static UnreadableContentException unreadable(BlobKey key, IOException e) {
    return new UnreadableContentException(
        "Cannot write " + key + ": its content cannot be read: " + e.getMessage(), e);
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
