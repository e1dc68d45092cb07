package dev.versioned.internal.transfer;

import dev.versioned.internal.Log;
import dev.versioned.internal.WrappedStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cancels one download, from any thread: wakes its waiting threads and closes its open streams,
 * because a blocked read would notice nothing else before the network's timeout.
 */
final class Cancellation {
  private final Set<Guarded> open = new HashSet<>();
  private @Nullable Throwable reason;

  /** Cancels the download; the first reason stays. */
  void cancel(Throwable why) {
    Set<Guarded> closing;
    synchronized (this) {
      reason = reason == null ? why : reason;
      closing = Set.copyOf(open);
      notifyAll();
    }
    // rule: interrupt-ends-a-read-that-hangs
    closing.forEach(Guarded::close);
  }

  /**
   * Throws the reason if the download is cancelled.
   *
   * @throws IOException if that is the reason
   */
  synchronized void check() throws IOException {
    if (reason instanceof IOException io) {
      throw io;
    } else if (reason instanceof RuntimeException runtime) {
      throw runtime;
    } else if (reason instanceof Error error) {
      throw error;
    }
  }

  /** Waits until a condition holds, which is checked after each {@link #signal}. */
  synchronized void await(BooleanSupplier condition) throws IOException, InterruptedException {
    while (!condition.getAsBoolean()) {
      check();
      wait();
    }
  }

  synchronized void signal() {
    notifyAll();
  }

  /** Returns the stream as one that is closed when the download is cancelled. */
  InputStream guard(InputStream in) {
    Guarded guarded = new Guarded(in);
    boolean late;
    synchronized (this) {
      open.add(guarded);
      late = reason != null;
    }
    if (late) {
      guarded.close();
    }
    return guarded;
  }

  private synchronized void forget(Guarded guarded) {
    open.remove(guarded);
  }

  private final class Guarded extends WrappedStream {
    private final AtomicBoolean closed = new AtomicBoolean();

    Guarded(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      check(); // a stream in memory can be read after it was closed
      return in.read(buffer, offset, length);
    }

    /** Closes the stream. A failure is only logged: everything needed was read. */
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        forget(this);
        try {
          super.close();
        } catch (IOException | RuntimeException e) {
          Log.TRANSFER.debug("a stream did not close", e);
        }
      }
    }
  }
}
