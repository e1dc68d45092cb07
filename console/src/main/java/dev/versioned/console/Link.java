package dev.versioned.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An address within the console. Its parts are percent-encoded, so it cannot lead elsewhere. */
final class Link {
  private final String text;

  private Link(String text) {
    this.text = text;
  }

  /**
   * Returns the address of a page.
   *
   * @param base the path under which the console is mounted
   * @param segments the segments of its path; none for the first page
   */
  static Link of(String base, Object... segments) {
    StringBuilder path = new StringBuilder(base);
    for (Object segment : segments) {
      path.append('/').append(encoded(segment.toString()));
    }
    return new Link(segments.length == 0 ? base + "/" : path.toString());
  }

  /** Returns the address of a part of the same page. */
  static Link toPart(String id) {
    return new Link("#" + encoded(id));
  }

  /** Returns the address with a parameter more. */
  Link with(String name, Object value) {
    return new Link(
        text + (text.contains("?") ? "&" : "?") + encoded(name) + "=" + encoded(value.toString()));
  }

  /** Returns the address of an alias's page. */
  static Link alias(String base, Object artifact, Object alias, Object... more) {
    Object[] segments = new Object[4 + more.length];
    List.of("artifacts", artifact, "aliases", alias).toArray(segments);
    System.arraycopy(more, 0, segments, 4, more.length);
    return of(base, segments);
  }

  /** Returns the address of a version's page. */
  static Link version(String base, Object artifact, Object version) {
    return of(base, "artifacts", artifact, "versions", version);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text;
  }
}
