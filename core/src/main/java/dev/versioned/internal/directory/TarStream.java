package dev.versioned.internal.directory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An archive as a stream: a file is open only while it is read, and not at all if it is skipped.
 */
final class TarStream extends InputStream {
  private final Iterator<Segment> segments;
  private @Nullable Segment segment;
  private @Nullable InputStream in;
  private long remaining;

  TarStream(Iterator<Segment> segments) {
    this.segments = segments;
  }

  /** Opens the bytes of a segment. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /** A header, a file, or the zeros after one. */
  record Segment(String name, long sizeBytes, Opener opener) {
    static Segment of(String name, byte[] bytes) {
      return new Segment(name, bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    static Segment zeros(int count) {
      return of("zeros", new byte[count]);
    }
  }

  /** Returns what an entry of a directory becomes. */
  static Stream<Segment> segments(Path root, Entry entry) {
    Segment header = Segment.of(entry.name(), TarHeader.of(entry));
    if (entry.kind() != Entry.Kind.FILE) {
      return Stream.of(header);
    }
    return Stream.of(
        header,
        new Segment(entry.name(), entry.sizeBytes(), () -> open(root.resolve(entry.name()))),
        Segment.zeros(TarHeader.padding(entry.sizeBytes())));
  }

  private static InputStream open(Path file) throws IOException {
    // A link that replaced the file is not followed.
    return Channels.newInputStream(
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  /** Returns the segment with bytes left, or null at the end. */
  private @Nullable Segment current() throws IOException {
    while (remaining == 0) {
      close();
      if (!segments.hasNext()) {
        return null;
      }
      segment = segments.next();
      remaining = segment.sizeBytes();
    }
    return segment;
  }

  private InputStream opened(Segment current) throws IOException {
    InputStream open = in;
    if (open == null) {
      open = current.opener().open();
      in = open;
    }
    return open;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    Segment current = current();
    if (current == null) {
      return -1;
    }
    int read = opened(current).read(buffer, offset, (int) Math.min(length, remaining));
    if (read < 0) {
      throw new IOException(
          "it changed while it was read: "
              + current.name()
              + " ends "
              + remaining
              + " bytes early");
    }
    remaining -= read;
    return read;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public long skip(long bytes) throws IOException {
    if (bytes <= 0) {
      return 0;
    }
    Segment current = current();
    if (current == null) {
      return 0;
    }
    long skipped = Math.min(bytes, remaining);
    if (in != null || skipped < remaining) {
      opened(current).skipNBytes(skipped);
    }
    remaining -= skipped;
    return skipped;
  }

  @Override
  public void close() throws IOException {
    InputStream open = in;
    in = null;
    if (open != null) {
      open.close();
    }
  }
}
