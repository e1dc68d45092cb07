package dev.versioned.internal.publish;

import dev.versioned.internal.Kinds;
import dev.versioned.model.UnreadableContentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** The content of a publish or put, with its content type and file name. */
public record ContentSource(Body body, String contentType, String fileName) {

  /** Opens content from its start. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }

  /** The five kinds of bytes. */
  public sealed interface Body {}

  /** Bytes in memory. */
  public static final class Bytes implements Body {
    private final byte[] bytes;

    public Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    public byte[] bytes() {
      return bytes;
    }
  }

  /** A regular file. */
  public record RegularFile(Path path) implements Body {}

  /** A directory, to be archived. */
  public record Directory(Path path) implements Body {}

  /** Anything that can be opened again. */
  public record Reopenable(long sizeBytes, Opener opener) implements Body {}

  /** A stream of unknown length that can be read once. */
  public static final class OnePass implements Body {
    private final InputStream stream;
    private final AtomicBoolean taken = new AtomicBoolean();

    public OnePass(InputStream stream) {
      this.stream = stream;
    }

    /** Returns the stream once; what remains of it later would be different content. */
    public InputStream take(String what) {
      if (taken.getAndSet(true)) {
        throw new UnreadableContentException(
            "Cannot "
                + what
                + ": the stream was already read; open a new one for each put or publish",
            null);
      }
      return stream;
    }
  }

  /** Returns this content with its bytes in memory, once a short stream has been read. */
  ContentSource buffered(byte[] bytes) {
    return new ContentSource(new Bytes(bytes), contentType, fileName);
  }

  static InputStream openBytes(byte[] bytes, long offset, long length) {
    return new ByteArrayInputStream(bytes, Math.toIntExact(offset), Math.toIntExact(length));
  }

  /** Returns the kind of content, never its bytes. */
  @Override
  public String toString() {
    if (body instanceof Bytes bytes) {
      return bytes.bytes().length + " bytes";
    } else if (body instanceof RegularFile file) {
      return "file " + file.path();
    } else if (body instanceof Directory directory) {
      return "directory " + directory.path();
    } else if (body instanceof Reopenable source) {
      return "source of " + source.sizeBytes() + " bytes";
    } else if (body instanceof OnePass) {
      return "stream";
    }
    throw Kinds.unknown(body);
  }
}
