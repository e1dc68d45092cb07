package dev.versioned;

import dev.versioned.spi.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Content read once from end to end: its digest, and the checksum of each part in which it will be
 * sent. If the content changes before it is sent, the store finds the checksums wrong.
 */
record HashedContent(Content.Body body, long sizeBytes, Digest digest, List<Part> parts)
    implements BlobSource {
  /** What is not larger is sent whole. */
  static final int PART_BYTES = 16 << 20;

  /** S3's limit. */
  private static final int MOST_PARTS = 10_000;

  private static final int BUFFER_BYTES = 128 << 10;

  /** Reads content; {@code what} names the operation in messages. */
  static HashedContent read(Content content, String what) {
    Content.Body body = content.body();
    try {
      long sizeBytes = sizeOf(body);
      try (InputStream in = open(body, 0, sizeBytes)) {
        return read(body, sizeBytes, in);
      }
    } catch (NoSuchFileException e) {
      throw new UnreadableContentException(
          "Cannot " + what + ": there is no file " + e.getFile(), e);
    } catch (IOException e) {
      throw new UnreadableContentException(
          "Cannot " + what + ": the " + content + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static HashedContent read(Content.Body body, long sizeBytes, InputStream in)
      throws IOException {
    long partBytes = partBytes(sizeBytes);
    MessageDigest sha256 = Digest.newSha256();
    CRC32C crc32c = new CRC32C();
    List<Part> parts = new ArrayList<>();
    byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER_BYTES, sizeBytes))];
    long offset = 0;
    do {
      long end = Math.min(sizeBytes, offset + partBytes);
      crc32c.reset();
      for (long at = offset; at < end; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, end - at));
        if (read < 0) {
          throw new IOException(
              "it changed while it was read: it ends after " + at + " of " + sizeBytes + " bytes");
        }
        sha256.update(buffer, 0, read);
        crc32c.update(buffer, 0, read);
        at += read;
      }
      parts.add(new Part(parts.size(), offset, end - offset, (int) crc32c.getValue()));
      offset = end;
    } while (offset < sizeBytes);
    if (in.read() >= 0) {
      throw new IOException(
          "it changed while it was read: it has more than " + sizeBytes + " bytes");
    }
    return new HashedContent(body, sizeBytes, Digest.ofSha256(sha256.digest()), List.copyOf(parts));
  }

  /** Parts of 16 MiB, or of as many whole MiB as it takes to send the content in 10,000. */
  static long partBytes(long sizeBytes) {
    long mebibyte = 1 << 20;
    long least = (sizeBytes + MOST_PARTS - 1) / MOST_PARTS;
    return Math.max(PART_BYTES, (least + mebibyte - 1) / mebibyte * mebibyte);
  }

  private static long sizeOf(Content.Body body) throws IOException {
    if (body instanceof Content.Bytes bytes) {
      return bytes.bytes().length;
    } else if (body instanceof Content.Reopenable source) {
      return source.sizeBytes();
    } else if (body instanceof Content.RegularFile file) {
      return sizeOf(file.path());
    }
    throw new IllegalStateException("a stream has no size");
  }

  private static long sizeOf(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is not a regular file");
    }
    return Files.size(file);
  }

  /**
   * Opens the bytes from {@code offset} on; {@code length} is a promise only for bytes in memory.
   */
  private static InputStream open(Content.Body body, long offset, long length) throws IOException {
    if (body instanceof Content.Bytes bytes) {
      return Content.openBytes(bytes.bytes(), offset, length);
    } else if (body instanceof Content.RegularFile file) {
      // Not every file system knows java.io.File: a path may lead into an archive.
      return Channels.newInputStream(Files.newByteChannel(file.path()).position(offset));
    } else if (body instanceof Content.Reopenable source) {
      InputStream in = source.opener().open();
      try {
        in.skipNBytes(offset);
        return in;
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }
    throw new IllegalStateException("a stream cannot be opened again");
  }

  @Override
  public InputStream open(Part part) throws IOException {
    return new PartStream(open(body, part.offset(), part.sizeBytes()), part.sizeBytes());
  }
}
