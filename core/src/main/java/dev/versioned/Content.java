package dev.versioned;

import dev.versioned.internal.Metadata;
import dev.versioned.internal.publish.ContentSource;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Bytes to be put or published, with their content type and file name.
 *
 * <p>Immutable and reusable, except for {@link #stream(InputStream)}, which can be read once. Files
 * and streams are opened when the content is published, not before, and closed afterwards; a stream
 * that the caller passes is closed by the caller.
 */
public final class Content {
  private static final String DEFAULT_TYPE = "application/octet-stream";

  private final ContentSource source;

  private Content(ContentSource source) {
    this.source = source;
  }

  private static Content of(ContentSource.Body body, String contentType, String fileName) {
    return new Content(new ContentSource(body, contentType, fileName));
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

  /**
   * Returns content from bytes in memory.
   *
   * @param bytes the content; copied
   * @return content of these bytes
   */
  public static Content of(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    return of(new ContentSource.Bytes(bytes.clone()), DEFAULT_TYPE, "");
  }

  /**
   * Returns content from text, as UTF-8 with the content type {@code text/plain; charset=utf-8}.
   *
   * @param text the content
   * @return content of this text
   */
  public static Content of(String text) {
    Objects.requireNonNull(text, "text");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(new ContentSource.Bytes(bytes), "text/plain; charset=utf-8", "");
  }

  /**
   * Returns content from a file, with the name of the file. The file is read when the content is
   * published, and must not change during that time: if it does, the publish fails with {@link
   * UnreadableContentException}.
   *
   * @param file a regular file
   * @return content of this file
   */
  public static Content of(Path file) {
    Objects.requireNonNull(file, "file");
    return of(new ContentSource.RegularFile(file), DEFAULT_TYPE, Metadata.fileNameOf(file));
  }

  /**
   * Returns content from a directory, as an archive: the same bytes for the same tree, whatever the
   * machine, the order of its files, their dates and owners. It contains all files and folders,
   * with their names as they are, empty folders, which files their owner may run, and symbolic
   * links that stay inside. It is a tar file without compression, with the content type {@link
   * Version#DIRECTORY_TYPE} and the directory's name and {@code .tar} as its file name. {@link
   * Artifact#downloadDirectory} unpacks it.
   *
   * <p>The directory is read when the content is published, in little memory, and must not change
   * during that time: if it does, the publish fails with {@link UnreadableContentException}. It
   * fails as well if the directory contains a link out of it, a link with {@code ..} after a name,
   * a device, a pipe or a socket, a name with a backslash or a control character, a path of more
   * than 1,024 bytes, or more than 64 levels.
   *
   * @param directory a directory, or a link to one
   * @return content of this directory
   */
  public static Content directory(Path directory) {
    Objects.requireNonNull(directory, "directory");
    String name = Metadata.fileNameOf(directory.toAbsolutePath().normalize());
    return of(
        new ContentSource.Directory(directory),
        Version.DIRECTORY_TYPE,
        name.isEmpty() ? "" : Metadata.keptFileName(name + ".tar"));
  }

  /**
   * Returns content from a source of known size that can be opened several times, such as an
   * archive entry.
   *
   * @param sizeBytes the number of bytes
   * @param opener opens the source from the start
   * @return content of this source
   * @throws IllegalArgumentException if {@code sizeBytes} is negative
   */
  public static Content of(long sizeBytes, Opener opener) {
    Objects.requireNonNull(opener, "opener");
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("Cannot take content of " + sizeBytes + " bytes");
    }
    return of(new ContentSource.Reopenable(sizeBytes, opener::open), DEFAULT_TYPE, "");
  }

  /**
   * Returns content from a stream of unknown length, which is read once, in constant memory, while
   * it is uploaded.
   *
   * @param stream the content; the caller closes it
   * @return content of this stream, for one put or publish; a second one fails with {@link
   *     UnreadableContentException}
   */
  public static Content stream(InputStream stream) {
    Objects.requireNonNull(stream, "stream");
    return of(new ContentSource.OnePass(stream), DEFAULT_TYPE, "");
  }

  /**
   * Returns the same bytes under another content type. The type is never guessed, because guesses
   * would differ between machines and make different versions of the same bytes.
   *
   * @param contentType a media type, such as {@code application/java-archive}
   * @return this content with that type
   * @throws IllegalArgumentException if it is not a media type, or has over 128 characters
   */
  public Content withContentType(String contentType) {
    Objects.requireNonNull(contentType, "contentType");
    return of(source.body(), Metadata.checkContentType(contentType), source.fileName());
  }

  /**
   * Returns the same bytes under another file name.
   *
   * @param fileName the name to offer when the version is downloaded; empty for none
   * @return this content with that file name
   * @throws IllegalArgumentException if it contains a separator ({@code /} or {@code \}), a control
   *     or format character of Unicode, or half of a character, is {@code .} or {@code ..}, or has
   *     over 255 bytes in UTF-8
   */
  public Content withFileName(String fileName) {
    Objects.requireNonNull(fileName, "fileName");
    return of(source.body(), source.contentType(), Metadata.checkFileName(fileName));
  }

  ContentSource source() {
    return source;
  }

  /** Returns the kind of content, never its bytes. */
  @Override
  public String toString() {
    return source.toString();
  }
}
