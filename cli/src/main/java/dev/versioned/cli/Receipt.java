package dev.versioned.cli;

import dev.versioned.cli.document.Document;
import dev.versioned.cli.document.DocumentException;
import dev.versioned.model.Alias;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file that says which aliases a release moved, and to which revisions, so that they can be
 * rolled back together.
 *
 * @param file its path
 * @param name the path, as the user wrote it
 */
record Receipt(Path file, String name) {
  static Receipt of(Session session, String name) {
    return new Receipt(session.path(name), name);
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Called before anything moves: without its receipt a release cannot be rolled back as one. */
  void checkWritable() throws IOException {
    boolean isNew = !exists();
    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    if (isNew) {
      Files.delete(file);
    }
  }

  void write(List<Alias> moved) throws IOException {
    Map<String, Object> revisions = new LinkedHashMap<>();
    moved.forEach(alias -> revisions.put(alias.artifact() + ":" + alias.name(), alias.revision()));
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      Json.write(out, Fields.of("moved", revisions));
      if (out.checkError()) {
        throw new IOException("Cannot write " + name + ": is its disk full?");
      }
    }
  }

  /** Reads the moved aliases, each with its revision. */
  List<Document.Entry> read() {
    Document.Members receipt = Document.read(file);
    Document.Value moved =
        receipt
            .find("moved")
            .orElseThrow(
                () -> new DocumentException(receipt.at(), "this is no receipt: it has no 'moved'"));
    if (!(moved instanceof Document.Members aliases)) {
      throw new DocumentException(moved.at(), "an object is wanted here");
    }
    return aliases.entries();
  }
}
