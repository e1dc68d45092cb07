package dev.versioned.console;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Serves a {@link Console} as a servlet, mounted where its mapping says, such as {@code
 * /versioned/*}. The user that the container authenticated is recorded with each move. Thread-safe.
 *
 * <p>Needs {@code jakarta.servlet-api}, which the container brings.
 */
public final class ConsoleServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // no container serializes servlets
  private final transient Console console;

  /**
   * Makes a servlet.
   *
   * @param console the console
   */
  public ConsoleServlet(Console console) {
    this.console = Objects.requireNonNull(console, "console");
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(response, "response");
    Response answer =
        console.handle(Bodies.complete(converted(request), console, request.getInputStream()));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setContentLength(body.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body);
    }
  }

  private static Request converted(HttpServletRequest request) {
    Map<String, String> headers = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, request.getHeader(name));
    }
    String base = request.getContextPath() + request.getServletPath();
    String path = request.getRequestURI();
    String query = request.getQueryString();
    String user = request.getRemoteUser();
    return new Request(
        request.getMethod(),
        request.getScheme(),
        base,
        path.startsWith(base) ? path.substring(base.length()) : path,
        query == null ? "" : query,
        headers,
        "",
        user == null ? "" : user);
  }
}
