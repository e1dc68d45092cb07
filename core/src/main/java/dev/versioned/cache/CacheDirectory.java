package dev.versioned.cache;

import dev.versioned.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
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

  private final Path blobs;
  private final Path locks;

  private CacheDirectory(Path blobs, Path locks) {
    this.blobs = blobs;
    this.locks = locks;
  }

  static CacheDirectory in(Path directory) throws IOException {
    // Real paths: locks within the process go by them.
    Path root = Files.createDirectories(directory).toRealPath();
    return new CacheDirectory(
        Files.createDirectories(root.resolve("blobs")),
        Files.createDirectories(root.resolve("locks")));
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
      } catch (java.nio.file.AccessDeniedException e) {
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
    boolean isWhole() {
      return !path.getFileName().toString().startsWith(".");
    }
  }

  /**
   * Removes what was used longest ago, until there is room for so many bytes more; but nothing that
   * was used within {@code grace}, since somebody may be about to open it.
   */
  void makeRoom(long sizeBytes, long maxBytes, Duration grace)
      throws IOException, InterruptedException {
    try (HostLock lock = HostLock.acquire(locks.resolve("evict"))) {
      List<Entry> entries = list();
      long total = entries.stream().mapToLong(Entry::sizeBytes).sum();
      Instant now = Instant.now();
      for (Entry entry : entries) {
        if (total <= maxBytes - sizeBytes) {
          return;
        }
        Duration unused = Duration.between(entry.usedAt(), now);
        boolean mayGo =
            unused.compareTo(grace) >= 0 && (entry.isWhole() || unused.compareTo(PART_GRACE) >= 0);
        if (mayGo && evict(entry)) {
          LOG.debug("{} was removed to make room", entry);
          total -= entry.sizeBytes();
        }
      }
      LOG.trace("made room under {}", lock);
    }
  }

  /** Longest unused first. */
  private List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(blobs)) {
      for (Path file : files) {
        try {
          BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
          entries.add(new Entry(file, is.size(), is.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
          LOG.trace("{} is gone", file, e);
        }
      }
    }
    entries.sort(Comparator.comparing(Entry::usedAt));
    return entries;
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
