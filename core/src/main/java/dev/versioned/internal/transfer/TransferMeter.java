package dev.versioned.internal.transfer;

import dev.versioned.internal.Log;
import dev.versioned.internal.WrappedStream;
import dev.versioned.model.TransferListener;
import dev.versioned.model.TransferProgress;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts the bytes of one transfer, by any number of threads, and calls its listener. */
public final class TransferMeter {
  private static final long REPORT_NANOS = 100_000_000;

  /** The time in which the weight of a measurement falls to 1/e. */
  private static final double MEMORY_NANOS = 3e9;

  private final Optional<TransferListener> listener;
  private final OptionalLong totalBytes;
  private final long started = System.nanoTime();
  private final Map<Integer, Long> parts = new HashMap<>();
  private long doneBytes;
  private long reportedBytes = -1;
  private long reportedAt = started;
  private long resumedBytes;
  private double bytesPerNano;

  public TransferMeter(Optional<TransferListener> listener, OptionalLong totalBytes) {
    this.listener = listener;
    this.totalBytes = totalBytes;
    report(started);
  }

  /** Returns a stream over a part; bytes counted of that part before are transferred again. */
  public InputStream counting(InputStream in, int part) {
    if (listener.isEmpty()) {
      return in;
    }
    restart(part);
    return new Counting(in, part);
  }

  /** Returns a stream over the rest of an interrupted part. */
  InputStream continuing(InputStream in, int part) {
    return listener.isEmpty() ? in : new Counting(in, part);
  }

  private synchronized void restart(int part) {
    doneBytes -= Objects.requireNonNullElse(parts.remove(part), 0L);
  }

  /** Counts bytes of an earlier transfer, which do not count for the rate. */
  public synchronized void resumed(int part, long bytes) {
    restart(part);
    parts.put(part, bytes);
    doneBytes += bytes;
    resumedBytes += bytes;
  }

  private synchronized void moved(int part, long bytes) {
    parts.merge(part, bytes, Long::sum);
    doneBytes += bytes;
    long now = System.nanoTime();
    if (now - reportedAt >= REPORT_NANOS) {
      report(now);
    }
  }

  /** Reports the end, whatever was reported last. */
  public synchronized void end() {
    doneBytes = totalBytes.orElse(doneBytes);
    report(System.nanoTime());
  }

  private synchronized void report(long now) {
    if (listener.isEmpty()) {
      return;
    }
    long shown = Math.max(doneBytes, reportedBytes);
    long nanos = now - reportedAt;
    if (reportedBytes >= 0 && nanos > 0) {
      double rate = (double) Math.max(0, shown - reportedBytes - resumedBytes) / nanos;
      boolean first = bytesPerNano == 0;
      double weight = first ? 1 : 1 - Math.exp(-nanos / MEMORY_NANOS);
      bytesPerNano += weight * (rate - bytesPerNano);
    }
    resumedBytes = 0;
    reportedBytes = shown;
    reportedAt = now;
    try {
      listener
          .get()
          .onProgress(
              new TransferProgress(
                  shown,
                  totalBytes,
                  Duration.ofNanos(now - started),
                  Math.round(bytesPerNano * 1e9)));
    } catch (RuntimeException | Error e) {
      Log.TRANSFER.warn("a listener of a transfer failed", e);
    }
  }

  private final class Counting extends WrappedStream {
    private final int part;

    Counting(InputStream in, int part) {
      super(in);
      this.part = part;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      moved(part, Math.max(0, read));
      return read;
    }
  }
}
