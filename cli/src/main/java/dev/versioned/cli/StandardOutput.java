package dev.versioned.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * Standard output. A closed pipe is no error: its reader, such as {@code head}, has all it needs,
 * and further output is dropped. A full disk is an error.
 */
final class StandardOutput extends FilterOutputStream {
  private boolean enough;

  StandardOutput(OutputStream out) {
    super(out);
  }

  /**
   * Returns whether standard output is known to be closed, or open only for reading: its descriptor
   * may then be that of a file that Java reads. Not every system can say so.
   */
  static boolean isClosed() {
    try {
      // The link of a descriptor has the permissions with which it is open.
      return !Files.getPosixFilePermissions(Path.of("/proc/self/fd/1"), LinkOption.NOFOLLOW_LINKS)
          .contains(PosixFilePermission.OWNER_WRITE);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
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
