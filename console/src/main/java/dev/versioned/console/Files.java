package dev.versioned.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The style sheet, the script and the icon. */
final class Files {
  private static final Map<String, Response> BY_PATH =
      Map.of(
          "/console.css", read("console.css", "text/css; charset=utf-8"),
          "/console.js", read("console.js", "text/javascript; charset=utf-8"),
          "/console.svg", read("console.svg", "image/svg+xml"));

  private Files() {}

  static Optional<Response> find(String path) {
    return Optional.ofNullable(BY_PATH.get(path));
  }

  private static Response read(String name, String type) {
    try (InputStream in = Files.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Cannot read " + name + ": the jar does not have it");
      }
      return new Response(
          200, Map.of("Content-Type", type), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name + " of the jar", e);
    }
  }
}
