package dev.versioned.processes;

import dev.versioned.model.PublishResult;
import dev.versioned.model.Routing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * The actions that the processes of one role have begun, and those acknowledged to them: a file
 * that outlives the processes.
 *
 * <p>A line is stored once {@link #write} has returned, whatever happens to the process afterwards,
 * because the operating system has the bytes. A kill during the write leaves a line without an end,
 * which does not count.
 */
record Journal(Path file) {
  private static final String END = " .";

  /** The kinds of lines. */
  enum Kind {
    /** A process is about to begin its work. */
    READY,
    /** Artifact, idempotency key, seed and size of content about to be published. */
    PUBLISHING,
    /** Artifact, number, digest and idempotency key of a version that was acknowledged. */
    PUBLISHED,
    /** Artifact and number of a version that may be deleted from now on. */
    DELETING,
    /** Artifact, revision, actor and routing of an alias move that was acknowledged. */
    MOVED,
    /** How many pieces of garbage a run of gc has removed. */
    COLLECTED,
    /** The type of the exception that refused an action, as is allowed. */
    REFUSED
  }

  /** A complete line. */
  record Line(Kind kind, List<String> fields) {
    String field(int index) {
      return fields.get(index);
    }

    long number(int index) {
      return Long.parseLong(field(index));
    }
  }

  void published(PublishResult result, String key) {
    write(
        Kind.PUBLISHED,
        result.version().artifact(),
        result.number(),
        result.version().digest(),
        key.isEmpty() ? "-" : key);
  }

  static String text(Routing routing) {
    return routing.toString().replace(' ', ',');
  }

  /** Writes a line in one system call. */
  void write(Kind kind, Object... fields) {
    StringBuilder line = new StringBuilder(kind.name());
    Arrays.stream(fields).forEach(field -> line.append(' ').append(field));
    append(line.append(END).append('\n').toString());
  }

  /** Ends a line that a killed process may have left incomplete. */
  void endHalfLine() {
    append("\n");
  }

  private void append(String text) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long sizeBytes() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  List<Line> read() {
    try {
      return Files.exists(file)
          ? Files.readString(file, StandardCharsets.US_ASCII)
              .lines()
              .filter(line -> line.endsWith(END))
              .map(line -> List.of(line.split(" ")))
              .map(
                  words -> new Line(Kind.valueOf(words.get(0)), words.subList(1, words.size() - 1)))
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Line> read(Kind kind) {
    return read().stream().filter(line -> line.kind() == kind).toList();
  }
}
