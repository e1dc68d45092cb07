package dev.versioned.console;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the pages: methods, sizes, hosts, sessions, and the headers of every answer.
 */
final class Guard {
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
  private static final int LONGEST_ADDRESS = 8 * 1024;

  /** In characters; the largest form has some hundred. */
  static final int LONGEST_BODY = 64 * 1024;

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
              + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private final Access access;

  Guard(Access access) {
    this.access = access;
  }

  Response handle(Request request, Pages pages) {
    Response response;
    try {
      response = answer(request, pages);
    } catch (RefusedException e) {
      response = text(e.status(), e.getMessage());
    } catch (BadRequestException e) {
      response = text(400, e.getMessage());
    }
    for (Map.Entry<String, String> header : HEADERS.entrySet()) {
      response = response.with(header.getKey(), header.getValue());
    }
    return response;
  }

  /** Returns whether the body decides: it is of a form, and comes from a session. */
  boolean needsBody(Request head) {
    return head.method().equals("POST") && access.session(head).isPresent();
  }

  private Response answer(Request request, Pages pages) {
    if (!METHODS.contains(request.method())) {
      return text(405, "Cannot answer: the method must be GET or POST")
          .with("Allow", "GET, HEAD, POST");
    }
    if (request.path().length() + request.query().length() > LONGEST_ADDRESS) {
      throw new RefusedException(414, "Cannot answer: the address is too long");
    }
    if (request.body().length() > LONGEST_BODY) {
      throw new RefusedException(413, "Cannot answer: the form is too large");
    }
    access.checkHost(request);
    Optional<Response> file = Files.find(request.path());
    if (file.isPresent() && !request.method().equals("POST")) {
      return file.get();
    }
    Optional<String> session = access.session(request);
    if (access.hasToken(request.query()) && !request.method().equals("POST")) {
      // The token must not stay in the address, where histories keep it.
      return Response.seeOther(Link.of(request.base()))
          .with("Set-Cookie", access.cookie(request, session.orElseGet(Access::randomText)));
    }
    if (session.isEmpty() && access.isGuarded()) {
      throw new RefusedException(
          403,
          "Cannot answer without a session: open the address that 'versioned console' printed, with"
              + " its token");
    }
    return session.isPresent()
        ? inSession(request, session.get(), pages)
        : withoutSession(request, pages);
  }

  private Response inSession(Request request, String session, Pages pages) {
    if (!request.method().equals("POST")) {
      return pages.show(request, path -> access.formToken(session, path));
    }
    String type = request.header("content-type").orElse("");
    if (!type.split(";", 2)[0].strip().equals("application/x-www-form-urlencoded")) {
      throw new RefusedException(415, "Cannot answer: the body is not a form");
    }
    access.checkForm(request, session, Params.parse(request.body()).text("proof"));
    return pages.change(request, path -> access.formToken(session, path));
  }

  /** Begins a session, which every form needs. */
  private Response withoutSession(Request request, Pages pages) {
    if (request.method().equals("POST")) {
      throw new RefusedException(
          403, "Cannot accept the form: there is no session; reload the page");
    }
    String session = Access.randomText();
    return pages
        .show(request, path -> access.formToken(session, path))
        .with("Set-Cookie", access.cookie(request, session));
  }

  private static Response text(int status, @Nullable String message) {
    return new Response(
        status, Map.of("Content-Type", "text/plain; charset=utf-8"), message + "\n");
  }
}
