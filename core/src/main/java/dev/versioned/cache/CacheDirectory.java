package dev.versioned.cache;

import dev.versioned.Digest;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a cache, each named by its digest; its time of change is when it was last fetched.
 * Beside them lie downloads that broke off or are under way.
 */
final class CacheDirectory {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.cache");

  /** What is under way, or broke off, is left alone for so long. */
  private static final Duration PART_GRACE = Duration.ofHours(1);

  /** What is dated later than this from now was dated before the clock was set back. */
  private static final Duration CLOCK_GRACE = Duration.ofSeconds(10);

  private final Path blobs;
  private final Path locks;
  private final long maxBytes;
  private final Duration grace;

  private CacheDirectory(Path root, long maxBytes, Duration grace) {
    this.blobs = root.resolve("blobs");
    this.locks = root.resolve("locks");
    this.maxBytes = maxBytes;
    this.grace = grace;
  }

  /**
   * Opens a directory, and makes it if it is not there.
   *
   * @param maxBytes how many bytes to hold
   * @param grace for how long nothing is removed that was used, since somebody may be about to open
   *     it
   */
  static CacheDirectory in(Path directory, long maxBytes, Duration grace) throws IOException {
    // Real paths: locks within the process go by them.
    Path root = Files.createDirectories(directory).toRealPath();
    CacheDirectory made = new CacheDirectory(root, maxBytes, grace);
    made.prepare();
    return made;
  }

  /** Makes the folders that are not there, at first, or since somebody has cleaned up. */
  void prepare() throws IOException {
    Files.createDirectories(blobs);
    Files.createDirectories(locks);
  }

  Path path(Digest digest) {
    return blobs.resolve(digest.hex());
  }

  /** Locks the downloading of a digest; some digests share a lock, so that locks do not pile up. */
  HostLock lockDownload(Digest digest) throws IOException, InterruptedException {
    return HostLock.acquire(locks.resolve("download-" + digest.hex().substring(0, 2)));
  }

  /** Notes that a file is being fetched; empty if it is not there, else its size. */
  Optional<Long> touch(Digest digest) throws IOException {
    Path file = path(digest);
    try {
      try {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      } catch (AccessDeniedException e) {
        LOG.debug("{} is another user's: its use cannot be noted", file, e);
      }
      return Optional.of(Files.size(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void remove(Digest digest) throws IOException {
    Files.deleteIfExists(path(digest));
  }

  /** A file, with the time of its last use. */
  private record Entry(Path path, long sizeBytes, Instant usedAt) {
    String name() {
      return path.getFileName().toString();
    }

    boolean isWhole() {
      return !name().startsWith(".");
    }

    /** Whether it is what was, or is being, downloaded of a digest. */
    boolean isOf(Digest digest) {
      return name().equals(digest.hex()) || name().startsWith(partPrefix(digest));
    }
  }

  /** How a download names the file that it fills beside its target. */
  private static String partPrefix(Digest digest) {
    return "." + digest.hex().substring(0, 32) + "-";
  }

  /**
   * Removes what was used longest ago, until a download has room. What an earlier download of the
   * same bytes left is part of it.
   *
   * @throws IOException if the disk cannot hold it, whatever is removed; then nothing was
   */
  void makeRoom(Digest digest, long sizeBytes) throws IOException, InterruptedException {
    evict(digest, sizeBytes, maxBytes - sizeBytes);
  }

  /**
   * Removes all that may go.
   *
   * @throws IOException as {@link #makeRoom} does
   */
  void makeAllRoom(Digest digest, long sizeBytes) throws IOException, InterruptedException {
    evict(digest, sizeBytes, 0);
  }

  /**
   * Removes what is too much, once a download is there: others may have begun beside it, when each
   * had room.
   *
   * @return whether the directory is within its size
   */
  boolean trim(Digest downloaded) throws IOException, InterruptedException {
    long own = Files.exists(path(downloaded)) ? Files.size(path(downloaded)) : 0;
    return evict(downloaded, 0, maxBytes - own);
  }

  /** Removes what is not of a digest, until it is no more than so many bytes; false if it is. */
  private boolean evict(Digest except, long neededBytes, long mostBytes)
      throws IOException, InterruptedException {
    try (HostLock lock = HostLock.acquire(locks.resolve("evict"))) {
      LOG.trace("room is made under {}", lock);
      Instant now = Instant.now();
      List<Entry> all = list(now);
      List<Entry> others = all.stream().filter(entry -> !entry.isOf(except)).toList();
      if (all.size() == others.size()) {
        // What is there of it already takes no room a second time, and nobody knows how much.
        checkDisk(others.stream().filter(entry -> mayGo(entry, now)), neededBytes);
      }
      long total = others.stream().mapToLong(Entry::sizeBytes).sum();
      for (Entry entry : others) {
        if (total <= mostBytes) {
          return true;
        }
        if (mayGo(entry, now) && evict(entry)) {
          LOG.debug("{} was removed to make room", entry);
          total -= entry.sizeBytes();
        }
      }
      return total <= mostBytes;
    }
  }

  private boolean mayGo(Entry entry, Instant now) {
    Duration unused = Duration.between(entry.usedAt(), now);
    return unused.compareTo(grace) >= 0 && (entry.isWhole() || unused.compareTo(PART_GRACE) >= 0);
  }

  private void checkDisk(Stream<Entry> removable, long neededBytes) throws IOException {
    FileStore disk = Files.getFileStore(blobs);
    long free = disk.getUsableSpace();
    long more = removable.mapToLong(Entry::sizeBytes).sum();
    // Some file systems do not tell: then it is tried.
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

  /** Longest unused first. */
  private List<Entry> list(Instant now) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(blobs)) {
      for (Path file : files) {
        try {
          BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
          entries.add(new Entry(file, is.size(), usedAt(file, is, now)));
        } catch (NoSuchFileException e) {
          LOG.trace("{} is gone", file, e);
        }
      }
    }
    entries.sort(Comparator.comparing(Entry::usedAt));
    return entries;
  }

  /** A use in the future tells nothing, and would keep the file until then: it counts as now. */
  private static Instant usedAt(Path file, BasicFileAttributes is, Instant now) throws IOException {
    Instant noted = is.lastModifiedTime().toInstant();
    if (!noted.isAfter(now.plus(CLOCK_GRACE))) {
      return noted;
    }
    try {
      Files.setLastModifiedTime(file, FileTime.from(now));
    } catch (AccessDeniedException e) {
      LOG.debug("{} is another user's: its date stays in the future", file, e);
    }
    return Files.getLastModifiedTime(file).toInstant();
  }

  /** Takes the file out of the way first: whoever fetched it in this moment gets it back. */
  private boolean evict(Entry entry) throws IOException {
    Path aside = blobs.resolve(".evicted-" + UUID.randomUUID());
    try {
      Files.move(entry.path(), aside, StandardCopyOption.ATOMIC_MOVE);
      boolean usedSince = Files.getLastModifiedTime(aside).toInstant().isAfter(entry.usedAt());
      if (usedSince) {
        Files.move(aside, entry.path(), StandardCopyOption.ATOMIC_MOVE);
        return false;
      }
      Files.delete(aside);
      return true;
    } catch (NoSuchFileException e) {
      return true; // a download that was finished, or a file that was found to be harmed
    }
  }
}
