package dev.versioned.internal.publish;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.Sha256;
import dev.versioned.internal.transfer.TransferMeter;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.spi.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Content that is read once from end to end by {@link #hash}: its digest, and the checksum of each
 * part in which it is sent. A part can be sent as soon as it has been read; who asks for it before
 * waits. If the content changes before it is sent, the store finds the checksums wrong.
 */
final class HashedContent implements BlobSource {
  private static final int BUFFER_BYTES = 128 << 10;

  private final ContentSource content;
  private final String what;
  private final long sizeBytes;
  private final long partBytes;
  private final TransferMeter meter;
  private final Part[] hashed;
  private int known;
  private @Nullable Digest digest;
  private @Nullable RuntimeException failure;

  private HashedContent(
      ContentSource content, String what, long sizeBytes, long partBytes, TransferMeter meter) {
    this.content = content;
    this.what = what;
    this.sizeBytes = sizeBytes;
    this.partBytes = partBytes;
    this.meter = meter;
    int count = (int) Math.max(1, (sizeBytes + partBytes - 1) / partBytes);
    this.hashed = new Part[count];
  }

  /**
   * Takes content that is not read yet.
   *
   * @param what names the operation in messages
   * @param leastPartBytes the size of its parts, unless there would be too many
   */
  static HashedContent of(
      ContentSource content, String what, PublishRequest request, int leastPartBytes) {
    try {
      long sizeBytes = sizeOf(content.body());
      return new HashedContent(
          content,
          what,
          sizeBytes,
          partBytes(sizeBytes, leastPartBytes),
          new TransferMeter(request.listener(), OptionalLong.of(sizeBytes)));
    } catch (IOException e) {
      throw unreadable(content, what, e);
    }
  }

  /**
   * Reads the content, once, by one thread.
   *
   * @return this
   */
  HashedContent hash() {
    try (InputStream in = open(content.body(), 0, sizeBytes)) {
      hash(in);
    } catch (IOException e) {
      throw failed(unreadable(content, what, e));
    } catch (RuntimeException e) {
      throw failed(e);
    }
    return this;
  }

  private static ArtifactException unreadable(ContentSource content, String what, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return BackendException.passing("Cannot " + what + ": the thread was interrupted", e);
    }
    return e instanceof NoSuchFileException missing
        ? new UnreadableContentException(
            "Cannot " + what + ": there is no file " + missing.getFile(), e)
        : new UnreadableContentException(
            "Cannot " + what + ": the " + content + " cannot be read: " + e.getMessage(), e);
  }

  private void hash(InputStream in) throws IOException {
    MessageDigest sha256 = Sha256.newDigest();
    CRC32C crc32c = new CRC32C();
    byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER_BYTES, sizeBytes))];
    for (int index = 0; index < hashed.length; index++) {
      long offset = index * partBytes;
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
      add(new Part(index, offset, end - offset, (int) crc32c.getValue()));
    }
    if (in.read() >= 0) {
      throw new IOException(
          "it changed while it was read: it has more than " + sizeBytes + " bytes");
    }
    finish(Digest.ofSha256(sha256.digest()));
  }

  private synchronized void add(Part part) {
    hashed[known++] = part;
    notifyAll();
  }

  private synchronized void finish(Digest whole) {
    digest = whole;
    notifyAll();
  }

  private synchronized RuntimeException failed(RuntimeException e) {
    failure = e;
    notifyAll();
    return e;
  }

  /** Parts of a size, or of as many whole MiB as it takes to send the content in S3's number. */
  static long partBytes(long sizeBytes, int leastPartBytes) {
    long mebibyte = 1 << 20;
    long least = (sizeBytes + MOST_PARTS - 1) / MOST_PARTS;
    return least <= leastPartBytes ? leastPartBytes : (least + mebibyte - 1) / mebibyte * mebibyte;
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

  /**
   * Opens the bytes from {@code offset} on; {@code length} is a promise only for bytes in memory.
   */
  private static InputStream open(ContentSource.Body body, long offset, long length)
      throws IOException {
    if (body instanceof ContentSource.Bytes bytes) {
      return ContentSource.openBytes(bytes.bytes(), offset, length);
    } else if (body instanceof ContentSource.RegularFile file) {
      // Not every file system knows java.io.File: a path may lead into an archive.
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

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public synchronized Digest digest() {
    await(() -> digest != null);
    return Objects.requireNonNull(digest);
  }

  @Override
  public List<Part> parts() {
    return new AbstractList<>() {
      @Override
      public Part get(int index) {
        return part(index);
      }

      @Override
      public int size() {
        return hashed.length;
      }
    };
  }

  private synchronized Part part(int index) {
    await(() -> index < known);
    return hashed[index];
  }

  private synchronized void await(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean()) {
        if (failure != null) {
          throw failure;
        }
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the thread was interrupted");
    }
  }

  @Override
  public InputStream open(Part part) throws IOException {
    return meter.counting(
        new PartStream(open(content.body(), part.offset(), part.sizeBytes()), part.sizeBytes()),
        part.index());
  }

  @Override
  public void alreadyStored(Part part) {
    meter.resumed(part.index(), part.sizeBytes());
  }

  /** Tells the listener that all is sent. */
  void sent() {
    meter.end();
  }
}
