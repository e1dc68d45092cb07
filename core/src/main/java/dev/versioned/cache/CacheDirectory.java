package dev.versioned.cache;

import dev.versioned.internal.host.FolderTrust;
import dev.versioned.internal.host.HostLock;
import dev.versioned.model.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a cache, each named by its digest; its modification time is when it was last
 * fetched. The part files of running and interrupted downloads are in the same folder.
 */
final class CacheDirectory {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.cache");

  /** A date further in the future than this was set before the clock was set back. */
  private static final Duration CLOCK_GRACE = Duration.ofSeconds(10);

  private final Path root;
  private final Path blobs;
  private final Path locks;
  private final long maxBytes;
  private final Duration grace;
  private final Duration longestWait;
  private final FolderTrust trust;
  private final Pins pins;
  private final CachedTrees trees;

  private CacheDirectory(
      Path root, long maxBytes, Duration grace, Duration longestWait, FolderTrust trust) {
    this.root = root;
    this.longestWait = longestWait;
    this.trust = trust;
    this.blobs = root.resolve("blobs");
    this.locks = root.resolve("locks");
    this.pins = Pins.in(locks, trust);
    this.trees = new CachedTrees(root, trust);
    this.maxBytes = maxBytes;
    this.grace = grace;
  }

  /**
   * Opens a directory, and creates it if it does not exist.
   *
   * @param maxBytes how many bytes to hold
   * @param grace how long a file that was fetched is not evicted, since its user may be about to
   *     open it
   * @param longestWait how long to wait for a lock
   * @param trust who may write to it
   */
  static CacheDirectory in(
      Path directory, long maxBytes, Duration grace, Duration longestWait, FolderTrust trust)
      throws IOException {
    if (!Files.exists(directory)) {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      trust.prepare(directory);
    }
    // Real paths, which identify locks within the process: the user may have named a link.
    CacheDirectory made =
        new CacheDirectory(directory.toRealPath(), maxBytes, grace, longestWait, trust);
    made.prepare();
    return made;
  }

  /** Creates the folders that do not exist, and refuses them if others may write there. */
  void prepare() throws IOException {
    for (Path folder : List.of(root, blobs, locks)) {
      trust.prepare(folder);
    }
  }

  Pins pins() {
    return pins;
  }

  CachedTrees trees() {
    return trees;
  }

  long maxBytes() {
    return maxBytes;
  }

  Path path(Digest digest) {
    return blobs.resolve(digest.hex());
  }

  /** Locks downloads of a digest; some digests share a lock, which bounds the number of locks. */
  HostLock lockDownload(Digest digest) throws IOException, InterruptedException, TimeoutException {
    return lock("download-" + digest.hex().substring(0, 2));
  }

  private HostLock lock(String name) throws IOException, InterruptedException, TimeoutException {
    prepare();
    Path file = locks.resolve(name);
    return HostLock.acquire(file, trust.prepareLock(file), longestWait);
  }

  /**
   * Notes that a file is being fetched, if this user may write; returns its size, or empty if it
   * does not exist or is not a file.
   */
  Optional<Long> touch(Digest digest) throws IOException {
    Path file = path(digest);
    try {
      BasicFileAttributes is = attributes(file);
      // rule: cache-follows-no-links
      if (!is.isRegularFile()) {
        LOG.warn("{} is not a file, and is not used", file);
        return Optional.empty();
      }
      noteUse(file, Instant.now());
      return Optional.of(is.size());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Another user's file, or a read-only disk, can be used without changing the date. */
  private static void noteUse(Path file, Instant at) throws IOException {
    try {
      Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(FileTime.from(at), null, null);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      LOG.debug("the use of {} cannot be noted", file, e);
    }
  }

  /**
   * Evicts all files that may be evicted. Part files of the same bytes stay, since the next
   * download continues them.
   *
   * @throws IOException if that does not make enough room for the download; then no file is evicted
   */
  void makeAllRoom(Digest digest, long sizeBytes)
      throws IOException, InterruptedException, TimeoutException {
    evict(digest, sizeBytes, 0);
  }

  /**
   * Evicts the least recently used files until the directory is within its size. Called after a
   * download: before, its bytes are not verified.
   *
   * @return whether the directory is within its size
   */
  boolean trim(Digest downloaded) throws IOException, InterruptedException, TimeoutException {
    Path file = path(downloaded);
    long own = 0;
    try {
      own = trees.sizeWithTree(file, attributes(file).size());
    } catch (NoSuchFileException e) {
      LOG.debug("{} was removed by another", downloaded, e);
    }
    return evict(downloaded, 0, maxBytes - own);
  }

  /**
   * Evicts files of other digests until they have at most so many bytes; false if they still have
   * more.
   */
  private boolean evict(Digest except, long neededBytes, long mostBytes)
      throws IOException, InterruptedException, TimeoutException {
    try (HostLock lock = lock("evict")) {
      LOG.trace("evicting under {}", lock);
      trees.removeWithoutFiles(blobs, pins);
      Instant now = Instant.now();
      List<CacheEntry> all = list(now);
      // rule: what-is-there-is-counted-once
      List<CacheEntry> others = all.stream().filter(entry -> !entry.isOf(except)).toList();
      if (all.size() == others.size()) {
        // Bytes of it that exist already need no room a second time, and their number is unknown.
        checkDisk(others.stream().filter(entry -> entry.mayGo(now, grace)), neededBytes);
      }
      long total = others.stream().mapToLong(CacheEntry::sizeBytes).sum();
      for (CacheEntry entry : others) {
        if (total <= mostBytes) {
          return true;
        }
        if (entry.mayGo(now, grace) && evictUnlessPinned(entry)) {
          LOG.debug("{} was removed to make room", entry);
          total -= entry.sizeBytes();
        }
      }
      return total <= mostBytes;
    }
  }

  private void checkDisk(Stream<CacheEntry> removable, long neededBytes) throws IOException {
    FileStore disk = Files.getFileStore(blobs);
    long free = disk.getUsableSpace();
    long more = removable.mapToLong(CacheEntry::sizeBytes).sum();
    // Some file systems do not report their space: then the download is tried.
    if (disk.getTotalSpace() > 0 && free >= 0 && free < neededBytes - more) {
      throw new IOException(
          "it has "
              + neededBytes
              + " bytes, and the disk has "
              + free
              + " free, and "
              + more
              + " in the cache that may be removed");
    }
  }

  /** Lists the files, least recently used first. */
  private List<CacheEntry> list(Instant now) throws IOException {
    List<CacheEntry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(blobs)) {
      for (Path file : files) {
        try {
          BasicFileAttributes is = attributes(file);
          entries.add(
              new CacheEntry(file, trees.sizeWithTree(file, is.size()), usedAt(file, is, now)));
        } catch (NoSuchFileException e) {
          LOG.trace("{} is gone", file, e);
        }
      }
    }
    entries.sort(Comparator.comparing(CacheEntry::usedAt));
    return entries;
  }

  /** A date in the future would keep the file until then: it counts as now. */
  private static Instant usedAt(Path file, BasicFileAttributes is, Instant now) throws IOException {
    Instant noted = is.lastModifiedTime().toInstant();
    // rule: use-in-the-future-counts-as-now
    if (!noted.isAfter(now.plus(CLOCK_GRACE))) {
      return noted;
    }
    noteUse(file, now);
    return attributes(file).lastModifiedTime().toInstant();
  }

  private boolean evictUnlessPinned(CacheEntry entry) throws IOException {
    Optional<Digest> digest = entry.digest();
    return digest.isPresent()
        ? pins.unlessPinned(digest.get(), () -> evict(entry, digest.get()))
        : evict(entry);
  }

  /** The tree goes first: without a file it would not be counted. */
  private boolean evict(CacheEntry entry, Digest digest) throws IOException {
    // rule: tree-is-evicted-with-its-file
    trees.remove(digest);
    return evict(entry);
  }

  /** Renames the file first, and puts it back if it was fetched in that moment. */
  private boolean evict(CacheEntry entry) throws IOException {
    Path aside = blobs.resolve(".evicted-" + UUID.randomUUID());
    try {
      Files.move(entry.path(), aside, StandardCopyOption.ATOMIC_MOVE);
      boolean usedSince = attributes(aside).lastModifiedTime().toInstant().isAfter(entry.usedAt());
      if (usedSince) {
        Files.move(aside, entry.path(), StandardCopyOption.ATOMIC_MOVE);
        return false;
      }
      Files.delete(aside);
      return true;
    } catch (NoSuchFileException e) {
      return true; // a finished download, or a damaged file that was replaced
    }
  }
}
