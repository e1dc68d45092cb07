package dev.versioned.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the bodies of requests. */
final class Bodies {
  private Bodies() {}

  /** Reads a body, or one byte more than the console accepts: it then refuses the request. */
  static String read(InputStream body) throws IOException {
    return new String(body.readNBytes(Guard.LONGEST_BODY + 1), StandardCharsets.UTF_8);
  }
}
