package dev.versioned.console;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request to the console, independent of the server that received it.
 *
 * @param method the HTTP method, such as {@code GET}
 * @param scheme {@code http} or {@code https}, as the browser sees it
 * @param base the path under which the console is mounted; empty for the root, else without a slash
 *     at its end
 * @param path the rest of the path, still percent-encoded; starts with a slash
 * @param query the query, still percent-encoded; empty if there is none
 * @param headers the headers, by names in lower case; of repeated headers the first
 * @param body the body, as UTF-8
 * @param user who the server says the user is; empty if it does not know
 */
public record Request(
    String method,
    String scheme,
    String base,
    String path,
    String query,
    Map<String, String> headers,
    String body,
    String user) {

  /**
   * Makes a request; the names of the headers are changed to lower case.
   *
   * @param method the HTTP method, such as {@code GET}
   * @param scheme {@code http} or {@code https}, as the browser sees it
   * @param base the path under which the console is mounted; empty for the root
   * @param path the rest of the path, still percent-encoded; empty is the same as a slash
   * @param query the query, still percent-encoded; empty if there is none
   * @param headers the headers
   * @param body the body, as UTF-8
   * @param user who the server says the user is; empty if it does not know
   */
  public Request {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(user, "user");
    path = path.isEmpty() ? "/" : path;
    Map<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    headers = Map.copyOf(lower);
  }

  /** Returns the request with a body. */
  Request withBody(String text) {
    return new Request(method, scheme, base, path, query, headers, text, user);
  }

  /**
   * Returns a header.
   *
   * @param name its name, in any case
   * @return its value, or empty if the request does not have it
   */
  public Optional<String> header(String name) {
    Objects.requireNonNull(name, "name");
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
