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
 * Ends all of one download, from any thread: what waits is woken, and what reads is closed, since a
 * read that hangs would notice nothing else before the network's time is up.
 */
final class Cancellation {
  private final Set<Guarded> open = new HashSet<>();
  private @Nullable Throwable reason;

  /** Ends everything; the first reason stays. */
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
   * Throws the reason if everything is to end.
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

  /** Waits until something is so, which is looked at after each {@link #signal}. */
  synchronized void await(BooleanSupplier condition) throws IOException, InterruptedException {
    while (!condition.getAsBoolean()) {
      check();
      wait();
    }
  }

  synchronized void signal() {
    notifyAll();
  }

  /** Returns the stream as one that is closed when everything is to end. */
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
      check(); // a stream in memory does not mind to be closed
      return in.read(buffer, offset, length);
    }

    /** What a stream has to say when it is closed is of no use: all that counts was read. */
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
