package dev.versioned.s3dynamo.internal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;

/**
 * A client that is created at its first use: a process that only follows an alias never needs the
 * one for S3, and creating it takes as long as a read of the alias. Thread-safe.
 */
final class LazyClient<C extends SdkClient> implements Supplier<C>, AutoCloseable {
  private final Supplier<C> maker;

  /**
   * Of the thread that built the repository: the SDK looks for its parts there, and the thread of
   * the first use may have one that does not know them.
   */
  private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

  private volatile @Nullable C made;
  private boolean closed;

  LazyClient(Supplier<C> maker) {
    this.maker = maker;
  }

  /**
   * Returns the client.
   *
   * @throws IllegalStateException if it is closed
   */
  @Override
  public C get() {
    C known = made;
    return known != null ? known : make();
  }

  private synchronized C make() {
    if (closed) {
      throw new IllegalStateException("Cannot use a client that is closed");
    }
    C known = made;
    if (known == null) {
      Thread thread = Thread.currentThread();
      ClassLoader own = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        known = maker.get();
      } finally {
        thread.setContextClassLoader(own);
      }
      made = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    closed = true;
    C known = made;
    if (known != null) {
      known.close();
    }
  }
}
