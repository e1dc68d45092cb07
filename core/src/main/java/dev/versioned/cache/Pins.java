package dev.versioned.cache;

import dev.versioned.internal.host.FolderTrust;
import dev.versioned.model.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one cache directory that are in use, in all processes of this host. A pin is a
 * shared lock on one byte of a file, whose position is derived from the digest: the operating
 * system releases it when the process ends. Two digests with one position pin each other, which
 * only keeps a file longer.
 *
 * <p>There is one instance for each directory in a process, because POSIX releases a process's
 * locks on a file when it closes any descriptor of that file. So the file stays open.
 */
final class Pins {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.cache");
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final Map<Path, Pins> OF_THIS_PROCESS = new ConcurrentHashMap<>();

  /** Links are not followed: one could lead to any file of another folder. */
  private static final Set<OpenOption> OPTIONS =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  private final Path file;
  private final FolderTrust trust;

  /** Not a monitor: a virtual thread may wait for the disk while it holds this. */
  private final Lock using = new ReentrantLock();

  private final Map<Long, Held> held = new HashMap<>();
  private @Nullable FileChannel channel;

  /** A position that this process has locked, and for how many pins. */
  private record Held(FileLock lock, int count) {}

  private Pins(Path file, FolderTrust trust) {
    this.file = file;
    this.trust = trust;
  }

  /** Returns the pins of the directory whose locks are in a folder. */
  static Pins in(Path locks, FolderTrust trust) {
    Path file = locks.toAbsolutePath().normalize().resolve("pins");
    return OF_THIS_PROCESS.computeIfAbsent(file, path -> new Pins(path, trust));
  }

  /**
   * Pins a file; returns false, and logs it, if this process may not write to the folder of the
   * locks.
   */
  boolean add(Digest digest) throws InterruptedException {
    long position = position(digest);
    using.lockInterruptibly();
    try {
      Held before = held.get(position);
      if (before != null) {
        held.put(position, new Held(before.lock(), before.count() + 1));
        return true;
      }
      FileLock lock = await(position);
      if (lock != null) {
        held.put(position, new Held(lock, 1));
        return true;
      }
      LOG.warn("{} in {} cannot be pinned: its lock is held", digest, file.getParent());
    } catch (IOException e) {
      LOG.warn("{} in {} cannot be pinned, and may be evicted", digest, file.getParent(), e);
    } finally {
      using.unlock();
    }
    return false;
  }

  /** Waits for an eviction, which holds the lock exclusively, and not for long. */
  private @Nullable FileLock await(long position) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (true) {
      // Not lock(): an interrupt would close the channel, and with it all pins.
      FileLock lock = tryLock(position, true);
      if (lock != null || System.nanoTime() - deadline >= 0) {
        return lock;
      }
      Thread.sleep(1);
    }
  }

  /** Removes one pin of a file, which {@link #add} made. */
  void remove(Digest digest) {
    long position = position(digest);
    using.lock();
    try {
      Held before = held.remove(position);
      if (before != null && before.count() > 1) {
        held.put(position, new Held(before.lock(), before.count() - 1));
      } else if (before != null) {
        before.lock().release();
      }
    } catch (IOException e) {
      LOG.warn("the pin of {} in {} cannot be released", digest, file.getParent(), e);
    } finally {
      using.unlock();
    }
  }

  /** Removes a file. */
  @FunctionalInterface
  interface Removal {
    boolean run() throws IOException;
  }

  /** Runs a removal, unless the file is pinned; returns what it returns, or false. */
  boolean unlessPinned(Digest digest, Removal removal) throws IOException {
    long position = position(digest);
    using.lock();
    try {
      try (FileLock lock = tryLock(position, false)) {
        // rule: pinned-file-is-not-evicted
        return lock != null && removal.run();
      }
    } finally {
      using.unlock();
    }
  }

  private @Nullable FileLock tryLock(long position, boolean shared) throws IOException {
    try {
      return channel().tryLock(position, 1, shared);
    } catch (OverlappingFileLockException e) {
      return null; // held in this JVM
    }
  }

  private FileChannel channel() throws IOException {
    FileChannel open = channel;
    if (open == null || !open.isOpen()) {
      open = FileChannel.open(file, OPTIONS, trust.prepareLock(file));
      channel = open;
    }
    return open;
  }

  private static long position(Digest digest) {
    return Long.parseUnsignedLong(digest.hex().substring(0, 16), 16) >>> 2;
  }
}
