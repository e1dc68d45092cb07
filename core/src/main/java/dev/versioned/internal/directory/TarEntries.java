package dev.versioned.internal.directory;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads archives of {@link Tree} and no others: each header must be the one that {@link TarHeader}
 * writes for its entry, and the names must ascend. So no two readers can see different entries in
 * an archive.
 */
final class TarEntries implements Entries {
  /** The records of one entry: a path, a link and a size. */
  private static final int MOST_EXTENDED = 4096;

  private final InputStream in;
  private String last = "";
  private long remaining;
  private int padding;

  TarEntries(Path archive) throws IOException {
    this.in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
  }

  @Override
  public @Nullable Entry next() throws IOException {
    in.skipNBytes(remaining);
    zeros(padding);
    remaining = 0;
    padding = 0;
    byte[] first = read(TarHeader.BLOCK);
    if (isZero(first)) {
      zeros(TarHeader.END - TarHeader.BLOCK);
      if (in.read() >= 0) {
        throw new MalformedArchiveException("bytes follow its end");
      }
      return null;
    }
    Entry entry;
    byte[] header = first;
    if (first[156] == TarHeader.EXTENDED) {
      long length = octal(first, 124, 11);
      if (length < 1 || length > MOST_EXTENDED) {
        throw new MalformedArchiveException("a header has " + length + " bytes");
      }
      byte[] text = read((int) length + TarHeader.padding(length));
      byte[] block = read(TarHeader.BLOCK);
      header =
          ByteBuffer.allocate(first.length + text.length + block.length)
              .put(first)
              .put(text)
              .put(block)
              .array();
      entry = entry(block, PaxRecords.parse(decode(text, 0, (int) length)));
    } else {
      entry = entry(first, PaxRecords.NONE);
    }
    // rule: archive-has-one-form
    if (!Arrays.equals(header, TarHeader.of(entry))
        || Tree.ORDER.compare(last, entry.name()) >= 0) {
      throw new MalformedArchiveException(
          "it is not in the form of Content.directory, from its "
              + (last.isEmpty() ? "first entry on" : "entry after '" + last + "' on"));
    }
    last = entry.name();
    remaining = entry.sizeBytes();
    padding = TarHeader.padding(remaining);
    return entry;
  }

  private static Entry entry(byte[] block, PaxRecords records) throws IOException {
    String name = records.path() == null ? text(block, 0) : records.path();
    String link = records.link() == null ? text(block, 157) : records.link();
    long size = records.size() < 0 ? octal(block, 124, 11) : records.size();
    return switch (block[156]) {
      case '0' -> Entry.file(name, size, (octal(block, 100, 7) & 0100) != 0);
      case '2' -> Entry.link(name, link);
      case '5' -> Entry.directory(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
      default ->
          throw new MalformedArchiveException("it has an entry that is no file, folder or link");
    };
  }

  private static String text(byte[] block, int at) throws IOException {
    int end = at;
    while (end < at + 100 && block[end] != 0) {
      end++;
    }
    return decode(block, at, end - at);
  }

  private static String decode(byte[] bytes, int at, int length) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, at, length))
          .toString();
    } catch (CharacterCodingException e) {
      MalformedArchiveException malformed = new MalformedArchiveException("a name is not UTF-8");
      malformed.initCause(e);
      throw malformed;
    }
  }

  private static long octal(byte[] block, int at, int digits) throws IOException {
    long number = 0;
    for (int i = at; i < at + digits; i++) {
      if (block[i] < '0' || block[i] > '7') {
        throw new MalformedArchiveException("a header has no number where it should");
      }
      number = number * 8 + (block[i] - '0');
    }
    return number;
  }

  private byte[] read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("it ends early");
    }
    return bytes;
  }

  private void zeros(int count) throws IOException {
    if (!isZero(read(count))) {
      throw new MalformedArchiveException("it has bytes between its entries");
    }
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public InputStream content() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (remaining == 0) {
          return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, remaining));
        if (read < 0) {
          throw new EOFException("it ends early");
        }
        remaining -= read;
        return read;
      }
    };
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
