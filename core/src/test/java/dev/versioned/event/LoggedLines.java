package dev.versioned.event;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What slf4j-simple writes to standard error. */
final class LoggedLines {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private LoggedLines() {}

  static LoggedLines capture() {
    LoggedLines lines = new LoggedLines();
    System.setErr(new PrintStream(lines.bytes, true, StandardCharsets.UTF_8));
    return lines;
  }

  void restore() {
    System.setErr(before);
  }

  String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
