package dev.versioned.cache;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file, or an unpacked directory, of the cache that is not evicted until this is closed, or the
 * process ends, however it ends. Thread-safe.
 */
public final class PinnedFile implements AutoCloseable {
  private final Path path;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  PinnedFile(Path path, Runnable release) {
    this.path = path;
    this.release = release;
  }

  /**
   * Returns the file or directory.
   *
   * @return a path named by its digest; do not change or remove it
   */
  public Path path() {
    return path;
  }

  /** Lets the file be evicted, unless it is pinned otherwise. Closing it again has no effect. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      release.run();
    }
  }

  /** Returns the path. */
  @Override
  public String toString() {
    return path.toString();
  }
}
