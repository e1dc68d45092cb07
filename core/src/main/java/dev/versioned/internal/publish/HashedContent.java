package dev.versioned.internal.publish;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.Sha256;
import dev.versioned.internal.directory.Tree;
import dev.versioned.internal.transfer.TransferMeter;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.Digest;
import dev.versioned.model.TransferListener;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.spi.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import java.util.zip.CRC32C;

/**
 * Content that was read once as a whole: its digest, and the checksum of each part to be sent. If
 * the content changes before it is sent, the store rejects the wrong checksums.
 */
final class HashedContent {
  private static final int BUFFER_BYTES = 128 << 10;

  private final long sizeBytes;
  private final Digest digest;
  private final List<BlobSource> parts;
  private final TransferMeter meter;

  private HashedContent(
      long sizeBytes, Digest digest, List<BlobSource> parts, TransferMeter meter) {
    this.sizeBytes = sizeBytes;
    this.digest = digest;
    this.parts = parts;
    this.meter = meter;
  }

  /**
   * Reads content.
   *
   * @param what the name of the operation in messages
   * @param listener receives the progress
   * @param partBytes returns the part size for a content size
   */
  static HashedContent hash(
      ContentSource content,
      String what,
      Optional<TransferListener> listener,
      LongUnaryOperator partBytes) {
    try {
      if (!(content.body() instanceof ContentSource.Directory directory)) {
        return hash(content.body(), listener, partBytes);
      }
      Tree tree = Tree.of(directory.path());
      HashedContent hashed =
          hash(new ContentSource.Reopenable(tree.sizeBytes(), tree::open), listener, partBytes);
      tree.requireUnchanged();
      return hashed;
    } catch (IOException e) {
      throw unreadable(content, what, e);
    }
  }

  private static HashedContent hash(
      ContentSource.Body body, Optional<TransferListener> listener, LongUnaryOperator partBytes)
      throws IOException {
    long sizeBytes = sizeOf(body);
    TransferMeter meter = new TransferMeter(listener, OptionalLong.of(sizeBytes));
    try (InputStream in = open(body, 0, sizeBytes)) {
      return new Hashing(body, sizeBytes, meter).read(in, partBytes.applyAsLong(sizeBytes));
    }
  }

  private static ArtifactException unreadable(ContentSource content, String what, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return BackendException.transientFailure(
          "Cannot " + what + ": the thread was interrupted", e);
    }
    if (e instanceof NoSuchFileException missing) {
      return new UnreadableContentException(
          "Cannot " + what + ": there is no file " + missing.getFile(), e);
    }
    // Its message is the file alone.
    String why =
        e instanceof AccessDeniedException denied
            ? "permission denied, " + denied.getFile()
            : String.valueOf(e.getMessage());
    return new UnreadableContentException(
        "Cannot " + what + ": the " + content + " cannot be read: " + why, e);
  }

  /** A single pass over the content. */
  private static final class Hashing {
    private final ContentSource.Body body;
    private final long sizeBytes;
    private final TransferMeter meter;
    private final MessageDigest sha256 = Sha256.newDigest();
    private final byte[] buffer;

    Hashing(ContentSource.Body body, long sizeBytes, TransferMeter meter) {
      this.body = body;
      this.sizeBytes = sizeBytes;
      this.meter = meter;
      this.buffer = new byte[(int) Math.max(1, Math.min(BUFFER_BYTES, sizeBytes))];
    }

    HashedContent read(InputStream in, long partBytes) throws IOException {
      List<BlobSource> parts = new ArrayList<>();
      long offset = 0;
      do {
        long length = Math.min(partBytes, sizeBytes - offset);
        parts.add(part(parts.size(), offset, length, readPart(in, offset, length)));
        offset += length;
      } while (offset < sizeBytes);
      if (in.read() >= 0) {
        throw new IOException(
            "it changed while it was read: it has more than " + sizeBytes + " bytes");
      }
      return new HashedContent(
          sizeBytes, Digest.ofSha256(sha256.digest()), List.copyOf(parts), meter);
    }

    /** Reads a part and returns its CRC-32C. */
    private int readPart(InputStream in, long offset, long length) throws IOException {
      CRC32C crc32c = new CRC32C();
      for (long done = 0; done < length; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, length - done));
        if (read < 0) {
          throw new IOException(
              "it changed while it was read: it ends after "
                  + (offset + done)
                  + " of "
                  + sizeBytes
                  + " bytes");
        }
        sha256.update(buffer, 0, read);
        crc32c.update(buffer, 0, read);
        done += read;
      }
      return (int) crc32c.getValue();
    }

    private BlobSource part(int index, long offset, long length, int crc32c) {
      return new BlobSource(
          length,
          crc32c,
          () -> meter.counting(new ExactLengthStream(open(body, offset, length), length), index));
    }
  }

  private static long sizeOf(ContentSource.Body body) throws IOException {
    if (body instanceof ContentSource.Bytes bytes) {
      return bytes.bytes().length;
    } else if (body instanceof ContentSource.Reopenable source) {
      return source.sizeBytes();
    } else if (body instanceof ContentSource.RegularFile file) {
      return sizeOf(file.path());
    }
    throw Kinds.unknown(body); // a stream has no size
  }

  private static long sizeOf(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is not a regular file");
    }
    return Files.size(file);
  }

  /** Opens the bytes from {@code offset} on; {@code length} is exact only for bytes in memory. */
  private static InputStream open(ContentSource.Body body, long offset, long length)
      throws IOException {
    if (body instanceof ContentSource.Bytes bytes) {
      return ContentSource.openBytes(bytes.bytes(), offset, length);
    } else if (body instanceof ContentSource.RegularFile file) {
      // Not every file system supports java.io.File: a path may point into an archive.
      return Channels.newInputStream(Files.newByteChannel(file.path()).position(offset));
    } else if (body instanceof ContentSource.Reopenable source) {
      InputStream in = source.opener().open();
      try {
        in.skipNBytes(offset);
        return in;
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }
    throw Kinds.unknown(body); // a stream cannot be opened again
  }

  /** Returns the number of bytes. */
  long sizeBytes() {
    return sizeBytes;
  }

  /** Returns the digest of all bytes. */
  Digest digest() {
    return digest;
  }

  /** Returns the parts in which to send the bytes, in order, at least one. */
  List<BlobSource> parts() {
    return parts;
  }

  /** Returns whether the bytes are sent in one part. */
  boolean isOnePart() {
    return parts.size() == 1;
  }

  /** Reports progress for a part that need not be sent. */
  void wasThere(int index) {
    meter.resumed(index, parts.get(index).sizeBytes());
  }

  /** Reports that all parts are sent. */
  void sent() {
    meter.end();
  }
}
