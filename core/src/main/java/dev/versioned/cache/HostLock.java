package dev.versioned.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that one thread of one process on this host holds. The operating system gives a dead
 * process's locks up.
 *
 * <p>Within a process a lock of the JVM comes first, so that a lock file is open only once: to
 * close it elsewhere would give the lock up on POSIX.
 */
final class HostLock implements AutoCloseable {
  private static final Map<Path, ReentrantLock> WITHIN_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock within;
  private final FileChannel channel;

  private HostLock(ReentrantLock within, FileChannel channel) {
    this.within = within;
    this.channel = channel;
  }

  /** Waits for the lock; {@code file} is made if it is not there, and stays. */
  static HostLock acquire(Path file) throws IOException, InterruptedException {
    ReentrantLock within = WITHIN_PROCESS.computeIfAbsent(file, path -> new ReentrantLock());
    within.lockInterruptibly();
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.lock();
        assert lock.isValid();
        return new HostLock(within, channel);
      } catch (FileLockInterruptionException e) {
        channel.close();
        throw new InterruptedException("interrupted while waiting for " + file);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      within.unlock();
      throw e;
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
