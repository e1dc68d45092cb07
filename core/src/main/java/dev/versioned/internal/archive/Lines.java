package dev.versioned.internal.archive;

import dev.versioned.model.UnreadableContentException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The lines of a file, none of them longer than a limit; each ends with a line feed. */
final class Lines implements Iterator<String>, Closeable {
  private final InputStream in;
  private final String what;
  private final int mostBytes;
  private @Nullable String next;
  private long number;

  /** Reads lines; {@code what} names the file in messages. */
  Lines(InputStream in, String what, int mostBytes) {
    this.in = in;
    this.what = what;
    this.mostBytes = mostBytes;
  }

  /** Returns the number of the line that was returned last. */
  long number() {
    return number;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = read();
    }
    return next != null;
  }

  @Override
  public String next() {
    String line = hasNext() ? next : null;
    if (line == null) {
      throw new NoSuchElementException();
    }
    next = null;
    number++;
    return line;
  }

  private @Nullable String read() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0 && line.size() == 0) {
          return null;
        } else if (c < 0) {
          throw refused("ends within a line");
        }
        line.write(c);
        // rule: archive-has-no-endless-line
        if (line.size() > mostBytes) {
          throw refused("has a line of more than " + mostBytes + " bytes");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + what + ": " + e, e);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private UnreadableContentException refused(String why) {
    return new UnreadableContentException(
        "Cannot import from " + what + ": it " + why + " (" + (number + 1) + "); export again",
        null);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
