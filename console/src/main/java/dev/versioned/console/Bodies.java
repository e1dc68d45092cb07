package dev.versioned.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the bodies of requests. */
final class Bodies {
  private Bodies() {}

  /** Returns a request with its body, if the console needs it to answer. */
  static Request complete(Request head, Console console, InputStream body) throws IOException {
    return console.needsBody(head) ? head.withBody(read(body)) : head;
  }

  /** Reads a body, or one byte more than the console accepts: it then refuses the request. */
  private static String read(InputStream body) throws IOException {
    return new String(body.readNBytes(Guard.LONGEST_BODY + 1), StandardCharsets.UTF_8);
  }
}
