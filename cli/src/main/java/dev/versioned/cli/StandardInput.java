package dev.versioned.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard input. If it is closed when Java starts, its descriptor is that of the first file that
 * Java opens and keeps open: its own modules, which are not the user's content.
 */
final class StandardInput {
  private StandardInput() {}

  /** Returns standard input, or a stream that fails when it is read. */
  static InputStream open() {
    return isSameFile(
            Path.of("/dev/fd/0"), Path.of(System.getProperty("java.home"), "lib", "modules"))
        ? new Closed()
        : System.in;
  }

  private static boolean isSameFile(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      // A system without these files, or a descriptor that is closed.
      return false;
    }
  }

  private static final class Closed extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("it is closed");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("it is closed");
    }
  }
}
