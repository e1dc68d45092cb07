package dev.versioned.simulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * The part of a body that was read, to its end or until an interruption.
 *
 * @param bytes the bytes, as characters of Latin-1, so that two are compared by value
 * @param broken whether it was interrupted after these bytes
 */
record HeardBody(String bytes, boolean broken) {

  static HeardBody read(InputStream body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean broken = false;
    try (body) {
      body.transferTo(bytes);
    } catch (IOException e) {
      broken = true;
    }
    return new HeardBody(bytes.toString(StandardCharsets.ISO_8859_1), broken);
  }

  /** Returns the same bytes again, with the same interruption. */
  InputStream open() {
    InputStream whole = new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1));
    return broken ? new BreakingOff(whole) : whole;
  }

  private static final class BreakingOff extends FilterInputStream {
    BreakingOff(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      return there(super.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return there(super.read(buffer, offset, length));
    }

    private static int there(int read) throws SocketException {
      if (read < 0) {
        throw new SocketException("Connection reset");
      }
      return read;
    }
  }
}
