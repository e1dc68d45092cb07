package dev.versioned.internal.transfer;

import dev.versioned.internal.Log;
import dev.versioned.internal.Sha256;
import dev.versioned.internal.settings.Retry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.BackendException;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One download in ranges, several at once, while what has come is digested from the file in order.
 * Memory is one buffer for each range under way.
 */
final class RangedDownload {
  static final int RANGE_BYTES = 16 << 20;

  /** What is noted as there: no more than this of each range is lost when a download breaks off. */
  private static final int BLOCK_BYTES = 1 << 20;

  private static final int BLOCKS_PER_RANGE = RANGE_BYTES / BLOCK_BYTES;

  private static final int IN_FLIGHT = 8;
  private static final int BUFFER_BYTES = 128 << 10;

  /** How often who waits for his turn looks whether he still needs it. */
  private static final Duration LOOK_UP = Duration.ofMillis(100);

  private final BlobStore blobs;
  private final VersionBytes reader;
  private final Settings settings;
  private final Semaphore turns;
  private final Version version;
  private final BlobInfo blob;
  private final PartFile file;
  private final TransferMeter meter;
  private final Cancellation cancellation;
  private final LeastRate rate;
  private final int ranges;
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
    this.blobs = blobs;
    this.reader = reader;
    this.settings = settings;
    this.turns = turns;
    this.version = version;
    this.blob = blob;
    this.file = file;
    this.meter = meter;
    this.cancellation = cancellation;
    this.rate = LeastRate.of("download " + version, settings);
    this.ranges = Math.toIntExact((blob.sizeBytes() + RANGE_BYTES - 1) / RANGE_BYTES);
  }

  /** How many blocks a file of a size has. */
  static int blocks(long sizeBytes) {
    return Math.toIntExact((sizeBytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
  }

  /**
   * Fetches what the file does not have yet; returns when nothing is under way any more. If one
   * range fails, the cancellation ends the others.
   *
   * @return the digest of what the file holds
   * @throws IOException if the file cannot be written or read
   * @throws BackendException if the store fails
   */
  Digest run() throws IOException {
    int workers = Math.min(ranges, IN_FLIGHT);
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
        ended.countDown(); // there was no thread for it
      }
      awaitAll(ended);
    }
    // A store that sends more than it was asked for is found out after the last block is written.
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
    int blocks = blocks(blob.sizeBytes());
    for (int block = 0; block < blocks; block++) {
      await(block);
      long start = (long) block * BLOCK_BYTES;
      long end = Math.min(start + BLOCK_BYTES, blob.sizeBytes());
      for (long at = start; at < end; ) {
        buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
        int read = file.read(buffer, at);
        if (read < 0) {
          throw new IOException("the file was cut by somebody else");
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

  private long start(int range) {
    return (long) range * RANGE_BYTES;
  }

  private long end(int range) {
    return Math.min(start(range) + RANGE_BYTES, blob.sizeBytes());
  }

  private void work() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int range = next.getAndIncrement(); range < ranges; range = next.getAndIncrement()) {
      long at = left(range);
      if (at > start(range)) {
        meter.resumed(range, at - start(range));
      }
      if (at < end(range)) {
        inTurn(range, at, buffer);
      }
    }
  }

  /** Fetches a range as soon as other downloads leave room. */
  private void inTurn(int range, long from, byte[] buffer) throws IOException {
    try {
      while (!turns.tryAcquire(LOOK_UP.toNanos(), TimeUnit.NANOSECONDS)) {
        cancellation.check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(version, e);
    }
    rate.begin();
    try {
      fetch(range, from, buffer);
    } finally {
      rate.end();
      turns.release();
    }
  }

  static BackendException interrupted(Version version, @Nullable InterruptedException e) {
    return BackendException.transientFailure(
        "Cannot download " + version + ": the thread was interrupted", e);
  }

  /** How far an earlier download came with a range. */
  private long left(int range) {
    int block = range * BLOCKS_PER_RANGE;
    long at = start(range);
    while (at < end(range) && file.isDone(block++)) {
      at = Math.min(at + BLOCK_BYTES, end(range));
    }
    return at;
  }

  /**
   * Fetches a range; where it breaks off, it goes on, until no byte has come for as long as a
   * contended update is tried, or bytes come too slowly. The waits between the tries grow until a
   * whole block has come, so that a store that gives little for each request is not asked without a
   * pause.
   */
  private void fetch(int range, long from, byte[] buffer) throws IOException {
    long at = from;
    long fresh = from;
    Retry retry = sinceLastByte();
    while (at < end(range)) {
      cancellation.check();
      long before = at;
      BackendException broken;
      boolean more = false;
      try (InputStream in = cancellation.guard(open(range, at))) {
        at = copy(in, buffer, at, end(range));
        // rule: range-ends-where-it-was-asked-to
        more = at == end(range) && hasMore(in, buffer);
        broken = brokenOff("it ended early", null);
      } catch (BrokenOff e) {
        at = e.at;
        broken = brokenOff(String.valueOf(e.getCause()), e.getCause());
      } catch (BackendException e) {
        broken = e;
      }
      if (more) {
        throw BackendException.permanentFailure(
            "Cannot download "
                + version
                + ": the store sent more than the range it was asked for; use a store that knows"
                + " ranges",
            null);
      } else if (at < end(range)) {
        cancellation.check(); // else what was closed would be opened again
        rate.check();
        if (at - fresh >= BLOCK_BYTES) {
          retry = sinceLastByte();
          fresh = at;
        } else if (at > before) {
          retry.extend();
        }
        // rule: download-waits-for-the-store
        if (!broken.isRetryable() || !retry.pause()) {
          throw broken;
        }
      }
    }
  }

  private Retry sinceLastByte() {
    return Retry.of("download " + version, settings.contentionTimeout(), settings.environment());
  }

  private InputStream open(int range, long at) {
    Optional<InputStream> bytes = blobs.openRange(blob, at, end(range) - at);
    InputStream in = bytes.orElseThrow(() -> reader.bytesGone(version));
    return at == start(range) ? meter.counting(in, range) : meter.continuing(in, range);
  }

  /** The store's stream failed, in contrast to the disk. */
  private static final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1L;
    private final long at;

    BrokenOff(long at, IOException cause) {
      super(cause);
      this.at = at;
    }
  }

  private long copy(InputStream in, byte[] buffer, long from, long end) throws IOException {
    long at = from;
    while (at < end) {
      int read;
      try {
        read = in.read(buffer, 0, (int) Math.min(buffer.length, end - at));
      } catch (IOException e) {
        throw new BrokenOff(at, e);
      }
      if (read < 0) {
        return at;
      }
      file.write(ByteBuffer.wrap(buffer, 0, read), at);
      markBlocks(at, at + read);
      at += read;
      rate.moved(read);
      if (at < end && rate.isTooSlow()) {
        return at;
      }
    }
    return at;
  }

  /** Whether more follows: a store that does not know ranges sends all, from the beginning. */
  private static boolean hasMore(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer, 0, 1) > 0;
    } catch (IOException | RuntimeException e) {
      Log.TRANSFER.debug("a range failed at its end", e);
      return false; // all of it has come, and is verified with the whole
    }
  }

  /** Notes the blocks that end within what was written. */
  private void markBlocks(long from, long to) throws IOException {
    long written = to == blob.sizeBytes() ? to + BLOCK_BYTES - 1 : to;
    for (long block = from / BLOCK_BYTES; block < written / BLOCK_BYTES; block++) {
      file.markDone(Math.toIntExact(block));
      cancellation.signal();
    }
  }

  private BackendException brokenOff(String reason, @Nullable Throwable e) {
    return BackendException.transientFailure(
        "Cannot download " + version + ": the bytes broke off: " + reason, e);
  }
}
