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
 * A part of the caller's content as a request's body, opened again at each attempt.
 *
 * <p>It is summed once more on its way: if it is not what was hashed, the stream fails before its
 * last bytes are out, so that no store takes it, whether it checks checksums or not. Failures are
 * unchecked, since the SDK takes an {@link IOException} for one of the network and tries again.
 */
final class PartContent implements ContentStreamProvider {
  private static final int BUFFER_BYTES = 128 << 10;

  private final String what;
  private final BlobSource part;
  private final int index;
  private final BooleanSupplier stopped;

  /**
   * Takes a part.
   *
   * @param what what cannot be done if it cannot be read
   * @param index which part it is, 0 for the first
   * @param stopped whether it is no longer needed
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
      // The HTTP client reads 4 KiB at a time, each of which would be a call of the system.
      return new BufferedInputStream(new Checked(part.open()), BUFFER_BYTES);
    } catch (IOException e) {
      throw unreadable(what, e);
    } catch (Error e) {
      throw failed(e);
    }
  }

  /** The HTTP client would take an Error for the end of everything, and close its connections. */
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
            + ": its content is not what was hashed: it changed meanwhile, or was damaged"
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
        throw new CancellationException("the upload was given up");
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
          throw changed(what, new IOException("the checksum of part " + index + " differs"));
        }
      }
      return read;
    }

    @Override
    public long skip(long count) {
      return 0; // skipped bytes would not be summed
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
