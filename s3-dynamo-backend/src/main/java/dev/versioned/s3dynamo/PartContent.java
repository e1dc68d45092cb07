package dev.versioned.s3dynamo;

import dev.versioned.model.UnreadableContentException;
import dev.versioned.spi.BlobSource;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * A part of the caller's content as the body of a request; reopened for each attempt.
 *
 * <p>Computes the checksum again while sending. If the content is not the content that was hashed,
 * the stream fails before its last bytes are sent, so no store accepts it, even one that does not
 * verify checksums. Failures are unchecked: the SDK would take an {@link IOException} for a network
 * error and retry.
 */
final class PartContent implements ContentStreamProvider {
  private static final int BUFFER_BYTES = 128 << 10;

  private final String what;
  private final BlobSource part;
  private final int index;
  private final BooleanSupplier stopped;

  /**
   * Creates the content of a part.
   *
   * @param what the operation that fails if the part cannot be read
   * @param index the index of the part, 0 for the first
   * @param stopped returns whether the part is no longer needed
   */
  PartContent(String what, BlobSource part, int index, BooleanSupplier stopped) {
    this.what = what;
    this.part = part;
    this.index = index;
    this.stopped = stopped;
  }

  @Override
  public InputStream newStream() {
    try {
      // The HTTP client reads 4 KiB at a time; each read would be a system call.
      return new BufferedInputStream(new Checked(part.open()), BUFFER_BYTES);
    } catch (IOException e) {
      throw unreadable(what, e);
    } catch (Error e) {
      throw failed(e);
    }
  }

  /** Wraps an Error: the HTTP client would treat it as fatal and close all its connections. */
  private UnreadableContentException failed(Error e) {
    return new UnreadableContentException(
        "Cannot " + what + ": reading its content failed: " + e, e);
  }

  static UnreadableContentException unreadable(String what, IOException e) {
    return new UnreadableContentException(
        "Cannot " + what + ": its content cannot be read: " + e.getMessage(), e);
  }

  static UnreadableContentException changed(String what, Throwable cause) {
    return new UnreadableContentException(
        "Cannot "
            + what
            + ": its content is not what was hashed: it changed during the upload, or was damaged"
            + " on the way",
        cause);
  }

  private final class Checked extends FilterInputStream {
    private final CRC32C crc = new CRC32C();
    private long remaining = part.sizeBytes();

    Checked(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (stopped.getAsBoolean()) {
        throw new CancellationException("the upload was stopped");
      }
      int read;
      try {
        read = in.read(buffer, offset, length);
      } catch (IOException e) {
        throw unreadable(what, e);
      } catch (Error e) {
        throw failed(e);
      }
      if (read > 0) {
        crc.update(buffer, offset, read);
        remaining -= read;
        // rule: only-parts-that-were-hashed-are-sent
        if (remaining == 0 && (int) crc.getValue() != part.crc32c()) {
          throw changed(what, new IOException("the checksum of part " + index + " does not match"));
        }
      }
      return read;
    }

    @Override
    public long skip(long count) {
      return 0; // skipped bytes would be missing from the checksum
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
