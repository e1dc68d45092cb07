package dev.versioned.internal.transfer;

import dev.versioned.internal.Log;
import dev.versioned.internal.settings.Retry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.BackendException;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches single ranges of one version into a file; several threads may at the same time.
 *
 * @param blobs the store
 * @param reader explains missing bytes
 * @param settings how long to retry
 * @param version the version
 * @param blob its blob; all ranges are of this write
 * @param file receives the bytes
 * @param meter counts them
 * @param cancellation ends all fetches of the download
 * @param rate the least rate of the download
 */
record RangeFetch(
    BlobStore blobs,
    VersionBytes reader,
    Settings settings,
    Version version,
    BlobInfo blob,
    PartFile file,
    TransferMeter meter,
    Cancellation cancellation,
    LeastRate rate) {

  /**
   * Fetches a range. An interrupted stream is continued where it ended, until no byte has arrived
   * for the contention timeout, or bytes arrive too slowly. The waits between the tries grow until
   * a whole block has arrived, so that a store that returns little for each request is not called
   * without a pause.
   */
  void run(int range, long from, byte[] buffer) throws IOException {
    Ranges ranges = new Ranges(blob.sizeBytes());
    long end = ranges.end(range);
    long at = from;
    long fresh = from;
    Retry retry = sinceLastByte();
    while (at < end) {
      cancellation.check();
      long before = at;
      BackendException broken;
      boolean more = false;
      try (InputStream in = cancellation.guard(open(range, ranges.start(range), at, end))) {
        at = copy(in, buffer, at, end);
        // rule: range-ends-where-it-was-asked-to
        more = at == end && hasMore(in, buffer);
        broken = streamFailed("it ended early", null);
      } catch (StreamFailure e) {
        at = e.at;
        broken = streamFailed(String.valueOf(e.getCause()), e.getCause());
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
      } else if (at < end) {
        cancellation.check(); // else what was closed would be opened again
        rate.check();
        if (at - fresh >= Ranges.BLOCK_BYTES) {
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

  private InputStream open(int range, long start, long at, long end) {
    Optional<InputStream> bytes = blobs.openRange(blob, at, end - at);
    InputStream in = bytes.orElseThrow(() -> reader.bytesGone(version));
    return at == start ? meter.counting(in, range) : meter.continuing(in, range);
  }

  /** A failure of the store's stream, not of the disk. */
  private static final class StreamFailure extends IOException {
    private static final long serialVersionUID = 1L;
    private final long at;

    StreamFailure(long at, IOException cause) {
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
        throw new StreamFailure(at, e);
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

  /** Returns whether more follows: a store without ranges sends the whole, from the beginning. */
  private static boolean hasMore(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer, 0, 1) > 0;
    } catch (IOException | RuntimeException e) {
      Log.TRANSFER.debug("a range failed at its end", e);
      return false; // all of it has arrived, and is verified with the whole
    }
  }

  /** Records the blocks that end within what was written. */
  private void markBlocks(long from, long to) throws IOException {
    long written = to == blob.sizeBytes() ? to + Ranges.BLOCK_BYTES - 1 : to;
    for (long block = from / Ranges.BLOCK_BYTES; block < written / Ranges.BLOCK_BYTES; block++) {
      file.markDone(Math.toIntExact(block));
      cancellation.signal();
    }
  }

  private BackendException streamFailed(String reason, @Nullable Throwable e) {
    return BackendException.transientFailure(
        "Cannot download " + version + ": the store's stream failed: " + reason, e);
  }
}
