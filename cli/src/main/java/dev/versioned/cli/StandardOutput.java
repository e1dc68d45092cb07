package dev.versioned.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output. A reader that has gone has had enough, as {@code head} has: what comes after
 * that is dropped, and is no error. A full disk is one.
 */
final class StandardOutput extends FilterOutputStream {
  private boolean enough;

  StandardOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (enough) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      // The JDK has no type for it.
      if (!"Broken pipe".equals(e.getMessage())) {
        throw e;
      }
      enough = true;
    }
  }
}
