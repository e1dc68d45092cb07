package dev.versioned.internal.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock that one thread of one process on this host holds. The operating system releases a dead
 * process's locks.
 *
 * <p>Within a process a lock of the JVM is taken first, so that a lock file is open only once: on
 * POSIX, closing it elsewhere in the process would release the lock. Only another class loader's
 * copy of this class may also have the file open, and is waited for like another process.
 *
 * <p>The file's lock is polled. The kernel would refuse a blocking wait as a deadlock when two
 * processes wait for each other, even with different threads.
 */
public final class HostLock implements AutoCloseable {
  private static final int LONGEST_PAUSE_MILLIS = 50;

  /** Links are not followed: one could lead to any file of another folder. */
  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private static final Map<Path, ReentrantLock> WITHIN_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock within;
  private final FileChannel channel;

  private HostLock(ReentrantLock within, FileChannel channel) {
    this.within = within;
    this.channel = channel;
  }

  /**
   * Waits for the lock; {@code file} is created if it does not exist, and stays.
   *
   * @param mode the attributes to create the file with
   * @param longest how long to wait
   * @throws TimeoutException if another thread or process holds it for longer
   */
  public static HostLock acquire(Path file, FileAttribute<?>[] mode, Duration longest)
      throws IOException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + longest.toNanos();
    ReentrantLock within = WITHIN_PROCESS.computeIfAbsent(file, path -> new ReentrantLock());
    if (!within.tryLock(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      throw late(file, longest);
    }
    try {
      FileChannel channel = FileChannel.open(file, OPTIONS, mode);
      try {
        FileLock lock = await(channel, deadline).orElseThrow(() -> late(file, longest));
        assert lock.isValid();
        return new HostLock(within, channel);
      } catch (IOException | InterruptedException | TimeoutException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | InterruptedException | TimeoutException | RuntimeException e) {
      within.unlock();
      throw e;
    }
  }

  private static TimeoutException late(Path file, Duration longest) {
    return new TimeoutException(
        "another thread or process has held the lock " + file + " for " + longest);
  }

  private static Optional<FileLock> await(FileChannel channel, long deadline)
      throws IOException, InterruptedException {
    long millis = 1;
    while (true) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return Optional.of(lock);
      } else if (System.nanoTime() - deadline >= 0) {
        return Optional.empty();
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
