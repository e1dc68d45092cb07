package dev.versioned.simulation;

import dev.versioned.Content;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Content to publish. Two are equal only if all three components are.
 *
 * @param text the bytes
 * @param contentType the media type
 * @param note a piece of metadata
 */
record Material(String text, String contentType, String note) {
  /** Materials that differ from each other in one component. */
  static final List<Material> ALL =
      List.of(
          new Material("a", "text/plain", "1"),
          new Material("b", "text/plain", "1"),
          new Material("a", "text/html", "1"),
          new Material("a", "text/plain", "2"));

  /** The size of a part: longer content is large. */
  static final int PART_BYTES = 4;

  /** Materials of three parts, and of two full parts. */
  static final List<Material> LARGE =
      List.of(
          new Material("abcdefghijk", "text/plain", "1"),
          new Material("abcdefgh", "text/plain", "1"));

  Content content() {
    return Content.of(text).withContentType(contentType);
  }

  /** Returns the same content as a stream of unknown length. */
  Content stream() {
    return Content.stream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .withContentType(contentType);
  }

  Map<String, String> metadata() {
    return Map.of("note", note);
  }

  Digest digest() {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  boolean is(Version version) {
    return version.digest().equals(digest())
        && version.contentType().equals(contentType)
        && version.metadata().equals(Map.of("note", note));
  }
}
