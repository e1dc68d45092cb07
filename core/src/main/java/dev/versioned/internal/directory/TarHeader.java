package dev.versioned.internal.directory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The header of an entry in an archive, as POSIX's pax format has it, with nothing in it that
 * depends on the machine. There is one header for each entry.
 */
final class TarHeader {
  static final int BLOCK = 512;

  /** The number of zeros after the last entry. */
  static final int END = 2 * BLOCK;

  static final char EXTENDED = 'x';

  private static final String MAGIC = "ustar\0";
  private static final int MAGIC_AT = 257;
  private static final int NAME_BYTES = 100;
  private static final long MOST_OCTAL = 077777777777L;

  /** The name of a header whose real name is in the extended header before it. */
  private static final String ELSEWHERE = "extended";

  private TarHeader() {}

  /** Returns the header, and the extended header before it if the entry needs one. */
  static byte[] of(Entry entry) {
    String name = entry.kind() == Entry.Kind.DIRECTORY ? entry.name() + "/" : entry.name();
    StringBuilder records = new StringBuilder();
    String shortName = fits(name) ? name : extended(records, "path", name);
    String shortLink =
        fits(entry.link()) ? entry.link() : extended(records, "linkpath", entry.link());
    long size = entry.sizeBytes();
    if (size > MOST_OCTAL) {
      extended(records, "size", Long.toString(size));
      size = 0;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    if (records.length() > 0) {
      byte[] text = records.toString().getBytes(StandardCharsets.UTF_8);
      all.writeBytes(block(ELSEWHERE, 0644, text.length, EXTENDED, ""));
      all.writeBytes(Arrays.copyOf(text, text.length + padding(text.length)));
    }
    all.writeBytes(block(shortName, mode(entry), size, type(entry.kind()), shortLink));
    return all.toByteArray();
  }

  /** Returns whether a tar archive may begin with these bytes; an empty one is all zeros. */
  static boolean isStart(byte[] block) {
    byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
    return block.length == BLOCK
        && (Arrays.equals(block, new byte[BLOCK])
            || Arrays.equals(block, MAGIC_AT, MAGIC_AT + magic.length, magic, 0, magic.length));
  }

  private static boolean fits(String text) {
    return text.length() <= NAME_BYTES && text.chars().allMatch(c -> c < 0x80);
  }

  /** Adds a record, whose length counts its own digits. */
  private static String extended(StringBuilder records, String key, String value) {
    int rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8).length;
    int length = rest + 1;
    while (rest + Integer.toString(length).length() != length) {
      length++;
    }
    records.append(length).append(' ').append(key).append('=').append(value).append('\n');
    return key.equals("size") ? "" : ELSEWHERE;
  }

  private static byte[] block(String name, int mode, long size, char type, String link) {
    byte[] block = new byte[BLOCK];
    put(block, 0, name);
    put(block, 100, octal(mode, 7));
    put(block, 108, octal(0, 7));
    put(block, 116, octal(0, 7));
    put(block, 124, octal(size, 11));
    put(block, 136, octal(0, 11));
    put(block, 148, "        ");
    block[156] = (byte) type;
    put(block, 157, link);
    put(block, MAGIC_AT, MAGIC + "00");
    put(block, 329, octal(0, 7));
    put(block, 337, octal(0, 7));
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, octal(sum, 6) + "\0 ");
    return block;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, block, at, ascii.length);
  }

  private static String octal(long number, int digits) {
    return String.format(Locale.ROOT, "%0" + digits + "o", number);
  }

  private static int mode(Entry entry) {
    return switch (entry.kind()) {
      case FILE -> entry.executable() ? 0755 : 0644;
      case DIRECTORY -> 0755;
      case LINK -> 0777;
    };
  }

  private static char type(Entry.Kind kind) {
    return switch (kind) {
      case FILE -> '0';
      case DIRECTORY -> '5';
      case LINK -> '2';
    };
  }

  /** Returns how many zeros follow so many bytes. */
  static int padding(long bytes) {
    return (int) (-bytes & (BLOCK - 1));
  }
}
