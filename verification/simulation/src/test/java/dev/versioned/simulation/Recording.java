package dev.versioned.simulation;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.ForwardingBlobStore;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A pair of stores in memory that can be copied. Items are copied; writes to the blobs are recorded
 * and repeated.
 *
 * <p>The ETags of blobs are derived from the attempts that wrote them, so that two orders of the
 * same writes lead to the same state.
 */
final class Recording {
  static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private static final Set<String> READS =
      Set.of("find", "open", "list", "artifacts", "unfinishedWrites", "now", "partBytes", "close");

  /** The prefix of the partitions of upload tombstones, which no record refers to. */
  private static final String UPLOADS = "UPLOADS#";

  private final List<Write> writes;
  final BlobStore blobs;
  final MemoryItemStore items;

  /** A write to the blobs, without its result. */
  private record Write(Method method, List<Object> arguments) {
    Object applyTo(BlobStore blobs) throws Throwable {
      try {
        return method.invoke(blobs, arguments.toArray());
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  Recording() {
    this(List.of(), new MemoryItemStore());
  }

  private Recording(List<Write> earlier, MemoryItemStore items) {
    this.items = items;
    writes = new ArrayList<>(earlier);
    BlobStore plain = new TaggedBlobs(new MemoryBlobStore(Clock.fixed(TIME, ZoneOffset.UTC)));
    blobs = recorded(plain);
    for (Write write : earlier) {
      try {
        write.applyTo(plain);
      } catch (Throwable e) {
        throw new IllegalStateException("a write that succeeded before fails now", e);
      }
    }
  }

  /** Creates a copy of the stores. */
  Recording copy() {
    return new Recording(writes, items.copy());
  }

  Set<String> abandonedUploads() {
    return items
        .keys("list all tombstones")
        .filter(key -> key.partition().startsWith(UPLOADS))
        .map(ItemKey::sort)
        .collect(Collectors.toUnmodifiableSet());
  }

  private BlobStore recorded(BlobStore plain) {
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (self, method, arguments) -> {
              Object[] given = arguments == null ? new Object[0] : arguments;
              Write call = new Write(method, Arrays.asList(given));
              Object result = call.applyTo(plain);
              if (!READS.contains(method.getName())) {
                writes.add(call);
              }
              return result;
            });
  }

  /** Blobs whose ETags are derived from their attempts. */
  private static final class TaggedBlobs extends ForwardingBlobStore {
    TaggedBlobs(MemoryBlobStore store) {
      super(store);
    }

    private static BlobInfo tagged(BlobInfo blob) {
      return new BlobInfo(
          blob.key(),
          blob.sizeBytes(),
          "by-" + blob.attemptId(),
          blob.attemptId(),
          blob.lastModified());
    }

    private static WriteResult tagged(WriteResult result) {
      UnaryOperator<BlobInfo> tag = TaggedBlobs::tagged;
      if (result instanceof WriteResult.Written written) {
        return new WriteResult.Written(tag.apply(written.blob()));
      }
      return result instanceof WriteResult.Occupied occupied
          ? new WriteResult.Occupied(tag.apply(occupied.blob()))
          : result;
    }

    @Override
    public WriteResult create(BlobKey key, BlobSource source, Digest digest, BlobHeader header) {
      return tagged(super.create(key, source, digest, header));
    }

    /** Not recorded: a recorded write is a single call, and an upload is several. */
    @Override
    public BlobUpload begin(BlobKey key, BlobHeader header, long sizeBytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public BlobUpload resume(BlobKey key, BlobHeader header, long sizeBytes) {
      return begin(key, header, sizeBytes);
    }

    @Override
    public Optional<InputStream> openRange(BlobInfo blob, long offset, long sizeBytes) {
      return super.find(blob.key())
          .filter(found -> tagged(found).etag().equals(blob.etag()))
          .flatMap(found -> super.openRange(found, offset, sizeBytes));
    }

    @Override
    public WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header) {
      try {
        // Always from the start: the same arguments are used for a copy of the stores.
        content.reset();
        byte[] bytes = content.readAllBytes();
        return tagged(super.createFromStream(key, new ByteArrayInputStream(bytes), header));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header) {
      Optional<BlobInfo> there =
          super.find(source.key()).filter(blob -> tagged(blob).etag().equals(source.etag()));
      return there.isEmpty()
          ? new WriteResult.SourceGone()
          : tagged(super.copy(there.get(), target, header));
    }

    @Override
    public Optional<BlobInfo> find(BlobKey key) {
      return super.find(key).map(TaggedBlobs::tagged);
    }

    @Override
    public Stream<BlobInfo> list(ArtifactName artifact) {
      return super.list(artifact).map(TaggedBlobs::tagged);
    }

    @Override
    public Stream<BlobInfo> list(ArtifactName artifact, VersionNumber number) {
      return super.list(artifact, number).map(TaggedBlobs::tagged);
    }
  }
}
