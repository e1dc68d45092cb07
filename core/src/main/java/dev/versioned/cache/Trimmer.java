package dev.versioned.cache;

import dev.versioned.model.Digest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evicts what exceeds a directory's size: after each download, and later what was too new then. */
final class Trimmer {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.cache");

  /** The bounds of the pause between two trims of a directory that holds too much. */
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

  private static final Duration MOST_PAUSE = Duration.ofHours(1);

  private final CacheDirectory directory;
  private final Duration pause;

  /** Whether the directory held too much after the last trim, and when the next one is due. */
  private volatile boolean tooMuch;

  private volatile long dueNanos;

  /** Makes a trimmer; what was fetched within {@code grace} is never evicted. */
  Trimmer(CacheDirectory directory, Duration grace) {
    this.directory = directory;
    Duration least = grace.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : grace;
    this.pause = least.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : least;
  }

  /** Trims if the directory held too much the last time, and the pause is over. */
  void trimIfDue(Digest fetched) {
    if (tooMuch && System.nanoTime() - dueNanos >= 0) {
      trim(fetched);
    }
  }

  /** Trims. A failure is logged: the file that was fetched is good anyway. */
  void trim(Digest fetched) {
    boolean within = false;
    try {
      within = directory.trim(fetched);
    } catch (IOException | TimeoutException e) {
      LOG.warn("the cache may hold more than it should", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    dueNanos = System.nanoTime() + pause.toNanos();
    tooMuch = !within;
  }
}
