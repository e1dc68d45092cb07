package dev.versioned.internal.transfer;

import dev.versioned.internal.Sha256;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.BackendException;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One download in ranges, several at the same time, while the bytes that have arrived are digested
 * from the file in order. Memory is one buffer for each running range.
 */
final class RangedDownload {
  private static final int IN_FLIGHT = 8;
  private static final int BUFFER_BYTES = 128 << 10;

  /** How often a waiting worker checks whether the download was cancelled. */
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

  private final Settings settings;
  private final Semaphore turns;
  private final Version version;
  private final PartFile file;
  private final TransferMeter meter;
  private final Cancellation cancellation;
  private final LeastRate rate;
  private final Ranges ranges;
  private final RangeFetch fetch;
  private final AtomicInteger next = new AtomicInteger();

  RangedDownload(
      BlobStore blobs,
      VersionBytes reader,
      Settings settings,
      Semaphore turns,
      Version version,
      BlobInfo blob,
      PartFile file,
      TransferMeter meter,
      Cancellation cancellation) {
    this.settings = settings;
    this.turns = turns;
    this.version = version;
    this.file = file;
    this.meter = meter;
    this.cancellation = cancellation;
    this.rate = LeastRate.of("download " + version, settings);
    this.ranges = new Ranges(blob.sizeBytes());
    this.fetch =
        new RangeFetch(blobs, reader, settings, version, blob, file, meter, cancellation, rate);
  }

  /**
   * Fetches the blocks that the file does not have yet; returns when no worker is running any more.
   * If one range fails, the cancellation ends the others.
   *
   * @return the digest of what the file holds
   * @throws IOException if the file cannot be written or read
   * @throws BackendException if the store fails
   */
  Digest run() throws IOException {
    int workers = Math.min(ranges.count(), IN_FLIGHT);
    CountDownLatch ended = new CountDownLatch(workers);
    int started = 0;
    Digest whole;
    try {
      while (started < workers) {
        settings.environment().executor().execute(() -> work(ended));
        started++;
      }
      whole = digest();
    } catch (IOException | RuntimeException | Error e) {
      cancellation.cancel(e);
      throw e;
    } finally {
      for (int i = started; i < workers; i++) {
        ended.countDown(); // no thread was started for it
      }
      awaitAll(ended);
    }
    // A store that sends more than the range is noticed after the last block is written.
    cancellation.check();
    return whole;
  }

  private void work(CountDownLatch ended) {
    try {
      work();
    } catch (IOException | RuntimeException | Error e) {
      cancellation.cancel(e);
    } finally {
      ended.countDown();
    }
  }

  private static void awaitAll(CountDownLatch ended) {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Digest digest() throws IOException {
    MessageDigest sha256 = Sha256.newDigest();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    for (int block = 0; block < ranges.blocks(); block++) {
      await(block);
      long end = ranges.blockEnd(block);
      for (long at = ranges.blockStart(block); at < end; ) {
        buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
        int read = file.read(buffer, at);
        if (read < 0) {
          throw new IOException("another process truncated the file");
        }
        sha256.update(buffer.array(), 0, read);
        at += read;
      }
    }
    return Digest.ofSha256(sha256.digest());
  }

  private void await(int block) throws IOException {
    try {
      cancellation.await(() -> file.isDone(block));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(version, e);
    }
  }

  private void work() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int range = next.getAndIncrement();
        range < ranges.count();
        range = next.getAndIncrement()) {
      long at = ranges.firstMissing(range, file);
      if (at > ranges.start(range)) {
        meter.resumed(range, at - ranges.start(range));
      }
      if (at < ranges.end(range)) {
        inTurn(range, at, buffer);
      }
    }
  }

  /** Fetches a range as soon as other downloads leave a permit. */
  private void inTurn(int range, long from, byte[] buffer) throws IOException {
    try {
      while (!turns.tryAcquire(CHECK_INTERVAL.toNanos(), TimeUnit.NANOSECONDS)) {
        cancellation.check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(version, e);
    }
    rate.begin();
    try {
      fetch.run(range, from, buffer);
    } finally {
      rate.end();
      turns.release();
    }
  }

  static BackendException interrupted(Version version, @Nullable InterruptedException e) {
    return BackendException.transientFailure(
        "Cannot download " + version + ": the thread was interrupted", e);
  }
}
