package dev.versioned.console;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The console's answer to a request. All its bodies are text, in UTF-8.
 *
 * @param status the HTTP status
 * @param headers the headers, with {@code Content-Type} and without {@code Content-Length}
 * @param body the body; a server must not send it in answer to {@code HEAD}
 */
public record Response(int status, Map<String, String> headers, String body) {
  /**
   * Makes a response; the headers are copied.
   *
   * @param status the HTTP status
   * @param headers the headers
   * @param body the body
   */
  public Response {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  Response with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Response(status, more, body);
  }

  static Response html(int status, Html page) {
    return new Response(
        status, Map.of("Content-Type", "text/html; charset=utf-8"), "<!doctype html>" + page);
  }

  /** Sends the browser to another page, which it gets with {@code GET}. */
  static Response seeOther(Link link) {
    return new Response(
        303,
        Map.of("Content-Type", "text/plain; charset=utf-8", "Location", link.toString()),
        "See " + link);
  }
}
