package dev.versioned;

import dev.versioned.internal.Kinds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bytes to be put or published, with their content type and file name.
 *
 * <p>Immutable and reusable, except for {@link #stream(InputStream)}, which can be read once. Files
 * and streams are opened when the content is published, not before, and closed after; the caller
 * keeps and closes a stream of its own.
 */
public final class Content {
  private static final String DEFAULT_TYPE = "application/octet-stream";

  private final Body body;
  private final String contentType;
  private final String fileName;

  private Content(Body body, String contentType, String fileName) {
    this.body = body;
    this.contentType = contentType;
    this.fileName = fileName;
  }

  /** Opens content from its start; each call gives a new stream over the same bytes. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens the content.
     *
     * @return a stream from the first byte on, which the library closes
     * @throws IOException if the content cannot be read
     */
    InputStream open() throws IOException;
  }

  /** The four kinds of bytes. */
  sealed interface Body {}

  /** Bytes in memory. */
  static final class Bytes implements Body {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /** A regular file. */
  record RegularFile(Path path) implements Body {}

  /** Anything that can be opened again. */
  record Reopenable(long sizeBytes, Opener opener) implements Body {}

  /** A stream of unknown length that can be read once. */
  static final class OnePass implements Body {
    private final InputStream stream;
    private final AtomicBoolean taken = new AtomicBoolean();

    OnePass(InputStream stream) {
      this.stream = stream;
    }

    /** Gives the stream out once: what is left of it later would be other content. */
    InputStream take(String what) {
      if (taken.getAndSet(true)) {
        throw new UnreadableContentException(
            "Cannot " + what + ": the stream was read before; open it anew for each put or publish",
            null);
      }
      return stream;
    }
  }

  /**
   * Takes bytes in memory.
   *
   * @param bytes the content; copied
   * @return content of these bytes
   */
  public static Content of(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    return new Content(new Bytes(bytes.clone()), DEFAULT_TYPE, "");
  }

  /**
   * Takes text, as UTF-8 and {@code text/plain; charset=utf-8}.
   *
   * @param text the content
   * @return content of this text
   */
  public static Content of(String text) {
    Objects.requireNonNull(text, "text");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Content(new Bytes(bytes), "text/plain; charset=utf-8", "");
  }

  /**
   * Takes a file; its name becomes the file name. It is read when the content is published, and
   * must not change meanwhile: if it does, the publish fails with {@link
   * UnreadableContentException}.
   *
   * @param file a regular file
   * @return content of this file
   */
  public static Content of(Path file) {
    Objects.requireNonNull(file, "file");
    return new Content(new RegularFile(file), DEFAULT_TYPE, Metadata.fileNameOf(file));
  }

  /**
   * Takes a source of known size that can be opened several times, such as an entry of an archive.
   *
   * @param sizeBytes how many bytes it gives
   * @param opener opens it from the start
   * @return content of this source
   * @throws IllegalArgumentException if {@code sizeBytes} is negative
   */
  public static Content of(long sizeBytes, Opener opener) {
    Objects.requireNonNull(opener, "opener");
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("Cannot take content of " + sizeBytes + " bytes");
    }
    return new Content(new Reopenable(sizeBytes, opener), DEFAULT_TYPE, "");
  }

  /**
   * Takes a stream of unknown length, read once to its end in constant memory while it is uploaded.
   *
   * @param stream the content; the caller closes it
   * @return content of this stream, good for one put or publish; a second one is refused with
   *     {@link UnreadableContentException}
   */
  public static Content stream(InputStream stream) {
    Objects.requireNonNull(stream, "stream");
    return new Content(new OnePass(stream), DEFAULT_TYPE, "");
  }

  /**
   * Returns the same bytes under another content type. It is never guessed, since the guess would
   * differ between machines and make the same bytes another version.
   *
   * @param contentType a media type, such as {@code application/java-archive}
   * @return this content with that type
   * @throws IllegalArgumentException if it is no media type, or over 128 characters
   */
  public Content withContentType(String contentType) {
    Objects.requireNonNull(contentType, "contentType");
    return new Content(body, Metadata.checkContentType(contentType), fileName);
  }

  /**
   * Returns the same bytes under another file name.
   *
   * @param fileName the name to offer when the version is downloaded; empty for none
   * @return this content with that file name
   * @throws IllegalArgumentException if it holds a separator ({@code /} or {@code \}), a control or
   *     format character of Unicode, or half of a character, is {@code .} or {@code ..}, or has
   *     over 255 bytes in UTF-8
   */
  public Content withFileName(String fileName) {
    Objects.requireNonNull(fileName, "fileName");
    return new Content(body, contentType, Metadata.checkFileName(fileName));
  }

  Body body() {
    return body;
  }

  String contentType() {
    return contentType;
  }

  String fileName() {
    return fileName;
  }

  /** Returns this content from memory, once a short stream has been read. */
  Content buffered(byte[] bytes) {
    return new Content(new Bytes(bytes), contentType, fileName);
  }

  static InputStream openBytes(byte[] bytes, long offset, long length) {
    return new ByteArrayInputStream(bytes, Math.toIntExact(offset), Math.toIntExact(length));
  }

  /** Returns what the content is, never its bytes. */
  @Override
  public String toString() {
    if (body instanceof Bytes bytes) {
      return bytes.bytes().length + " bytes";
    } else if (body instanceof RegularFile file) {
      return "file " + file.path();
    } else if (body instanceof Reopenable source) {
      return "source of " + source.sizeBytes() + " bytes";
    } else if (body instanceof OnePass) {
      return "stream";
    }
    throw Kinds.unknown(body);
  }
}
