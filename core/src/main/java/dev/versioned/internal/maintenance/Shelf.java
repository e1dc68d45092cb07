package dev.versioned.internal.maintenance;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.place.Holding;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Page;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Matches the blobs of an artifact with its version entries, a page at a time.
 *
 * <p>For each page the blobs are read first, so an entry that existed by then is matched with its
 * blob. A mismatch is still only a suspicion, because the stores change concurrently.
 */
final class Shelf extends AbstractSpliterator<Holding> {
  private final Catalog catalog;
  private final ArtifactName artifact;
  private final int pageSize;
  private final Unreadable unreadable;
  private final Peeking blobs;
  private final Deque<Holding> read = new ArrayDeque<>();
  private long next = 1;

  private Shelf(
      BlobStore blobs,
      Catalog catalog,
      ArtifactName artifact,
      int pageSize,
      Unreadable unreadable) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.catalog = catalog;
    this.artifact = artifact;
    this.pageSize = pageSize;
    this.unreadable = unreadable;
    this.blobs = new Peeking(blobs.list(artifact).iterator());
  }

  /**
   * Reads the holdings of an artifact, versions in ascending order of their numbers. A number whose
   * entry cannot be read is left out, together with its blobs.
   */
  static Stream<Holding> of(
      BlobStore blobs,
      Catalog catalog,
      ArtifactName artifact,
      int pageSize,
      Unreadable unreadable) {
    return StreamSupport.stream(
        () -> new Shelf(blobs, catalog, artifact, pageSize, unreadable),
        Spliterator.ORDERED | Spliterator.NONNULL,
        false);
  }

  /** Iterates over blobs and can look at the next one without taking it. */
  private static final class Peeking {
    private final Iterator<BlobInfo> blobs;
    private @Nullable BlobInfo peeked;

    Peeking(Iterator<BlobInfo> blobs) {
      this.blobs = blobs;
    }

    boolean hasNext() {
      return peeked != null || blobs.hasNext();
    }

    BlobInfo peek() {
      BlobInfo next = peeked == null ? blobs.next() : peeked;
      peeked = next;
      return next;
    }

    BlobInfo next() {
      BlobInfo next = peek();
      peeked = null;
      return next;
    }
  }

  @Override
  public boolean tryAdvance(Consumer<? super Holding> action) {
    while (read.isEmpty() && next <= VersionNumber.MAX) {
      readPage();
    }
    Holding holding = read.poll();
    if (holding == null) {
      return false;
    }
    action.accept(holding);
    return true;
  }

  private void readPage() {
    NavigableMap<VersionNumber, List<BlobInfo>> folders = new TreeMap<>();
    List<Holding> others = new ArrayList<>();
    for (int i = 0; blobs.hasNext() && (i < pageSize || isInLastOf(folders, blobs.peek())); i++) {
      BlobInfo blob = blobs.next();
      Holding holding = Holding.of(artifact, blob);
      if (holding instanceof Holding.Numbered version) {
        folders.computeIfAbsent(version.number(), number -> new ArrayList<>()).add(blob);
      } else {
        others.add(holding);
      }
    }
    long last = VersionNumber.MAX;
    if (blobs.hasNext()) {
      last = folders.isEmpty() ? next - 1 : folders.lastKey().value();
    }
    Set<String> leftOut = new HashSet<>();
    Map<VersionNumber, VersionEntry> entries = new HashMap<>();
    entries(
            last,
            (key, why) -> {
              leftOut.add(key.sort());
              unreadable.found(key, why);
            })
        .forEach(entry -> entries.put(entry.number(), entry));
    entries.keySet().forEach(number -> folders.putIfAbsent(number, List.of()));
    folders.keySet().removeIf(number -> leftOut.contains(number.padded()));
    folders.forEach(
        (number, found) ->
            read.add(
                new Holding.Numbered(number, found, Optional.ofNullable(entries.get(number)))));
    read.addAll(others);
    next = last + 1;
  }

  /**
   * Returns whether a blob is in the last folder of a page; a page ends with the last blob of a
   * number.
   */
  private boolean isInLastOf(NavigableMap<VersionNumber, List<BlobInfo>> folders, BlobInfo blob) {
    return !folders.isEmpty()
        && blob.key().value().startsWith(BlobKey.folderOf(artifact, folders.lastKey()) + "/");
  }

  /** Returns the entries from the next number up to {@code last}. */
  private Stream<VersionEntry> entries(long last, Unreadable leftOut) {
    VersionNumber end = last < VersionNumber.MAX ? VersionNumber.of(last + 1) : null;
    return last < next
        ? Stream.empty()
        : Page.<VersionEntry>stream(
                previous ->
                    catalog.versions(
                        artifact, previous == null ? end : previous.number(), pageSize, leftOut))
            .takeWhile(entry -> entry.number().value() >= next);
  }
}
