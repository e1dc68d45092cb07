package dev.versioned.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock that one thread of one process on this host holds. The operating system gives a dead
 * process's locks up.
 *
 * <p>Within a process a lock of the JVM comes first, so that a lock file is open only once: to
 * close it elsewhere would give the lock up on POSIX. Only another class loader's copy of this
 * class has the file open besides, and is waited for as another process is.
 *
 * <p>The file's lock is asked for again and again. A wait in the kernel would be refused as a
 * deadlock when two processes wait for each other, though with different threads.
 */
final class HostLock implements AutoCloseable {
  private static final int LONGEST_PAUSE_MILLIS = 50;

  private static final Map<Path, ReentrantLock> WITHIN_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock within;
  private final FileChannel channel;

  private HostLock(ReentrantLock within, FileChannel channel) {
    this.within = within;
    this.channel = channel;
  }

  /** Waits for the lock; {@code file} and its directory are made if not there, and stay. */
  static HostLock acquire(Path file) throws IOException, InterruptedException {
    ReentrantLock within = WITHIN_PROCESS.computeIfAbsent(file, path -> new ReentrantLock());
    within.lockInterruptibly();
    try {
      FileChannel channel = open(file);
      try {
        FileLock lock = await(channel);
        assert lock.isValid();
        return new HostLock(within, channel);
      } catch (IOException | InterruptedException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      within.unlock();
      throw e;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      // Somebody has cleaned up; what else is missing is made by whoever needs it.
      Files.createDirectories(file.toAbsolutePath().getParent());
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
  }

  private static FileLock await(FileChannel channel) throws IOException, InterruptedException {
    long millis = 1;
    while (true) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      Thread.sleep(millis);
      millis = Math.min(millis * 2, LONGEST_PAUSE_MILLIS);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held in this JVM, through another class loader
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      within.unlock();
    }
  }
}
