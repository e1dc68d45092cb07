package dev.versioned.cli;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Standard error for code that prints there directly, such as the logger: each line is escaped. */
final class PrintedLines extends FilterOutputStream {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  PrintedLines(OutputStream out) {
    super(out);
  }

  @Override
  public synchronized void write(int b) throws IOException {
    if (b == '\n') {
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      String shown = PrintedLine.of(Wording.withoutSecrets(text.stripTrailing()));
      out.write((shown + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
      out.flush();
    } else {
      line.write(b);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }
}
