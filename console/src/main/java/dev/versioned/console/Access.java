package dev.versioned.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decides who may ask: the host that the browser names, the session in the cookie, and the token of
 * a form. Keeps no state: a session is an id and its code by a key of this process, the token of a
 * form is the code of session and form.
 */
final class Access {
  private static final String ALGORITHM = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key = new SecretKeySpec(random(), ALGORITHM);
  private final String cookie = "versioned-console-" + code("cookie").substring(0, 8);
  private final Set<String> hosts;
  private final Optional<String> token;

  Access(Set<String> hosts, Optional<String> token) {
    this.hosts = Set.copyOf(hosts);
    this.token = token;
  }

  /** Returns 32 random bytes. */
  static byte[] random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** Returns a random text of 256 bits, for an address. */
  static String randomText() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random());
  }

  /**
   * Refuses a request that names another host: a page of another site whose name leads to this
   * machine (DNS rebinding).
   */
  void checkHost(Request request) {
    String host = request.header("host").orElse("");
    if (!hosts.contains(withoutPort(host).toLowerCase(Locale.ROOT))) {
      throw new RefusedException(
          421,
          "Cannot answer for the host '" + host + "': the console is not served under that name");
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    boolean port =
        colon > host.lastIndexOf(']')
            && colon > 0
            && host.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9');
    return port ? host.substring(0, colon) : host;
  }

  /** Returns whether the console demands a token. */
  boolean isGuarded() {
    return token.isPresent();
  }

  /** Returns whether the query has the token. */
  boolean hasToken(String query) {
    return token.isPresent()
        && Params.parse(query).find("token").filter(given -> equal(given, token.get())).isPresent();
  }

  /** Returns the session of a request, if its cookie is one that this process made. */
  Optional<String> session(Request request) {
    for (String part : request.header("cookie").orElse("").split(";", -1)) {
      String pair = part.strip();
      if (pair.startsWith(cookie + "=")) {
        String value = pair.substring(cookie.length() + 1);
        int dot = value.indexOf('.');
        if (dot > 0
            && equal(value.substring(dot + 1), code("session " + value.substring(0, dot)))) {
          return Optional.of(value.substring(0, dot));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the value of {@code Set-Cookie} that begins a session. */
  String cookie(Request request, String session) {
    return cookie
        + "="
        + session
        + "."
        + code("session " + session)
        + "; Path="
        + (request.base().isEmpty() ? "/" : request.base())
        + "; HttpOnly; SameSite=Strict"
        + (request.scheme().equals("https") ? "; Secure" : "");
  }

  /** Returns the token of a form of a session. */
  String formToken(String session, String path) {
    return code("form " + session + " " + path);
  }

  /**
   * Refuses a form that another site sent, or that is not of this session. Browsers send {@code
   * Origin: null} from a page that sends no referrer, as the console's do; a proxy may have changed
   * the scheme.
   */
  void checkForm(Request request, String session, String given) {
    String host = request.header("host").orElse("");
    boolean own =
        request
            .header("origin")
            .filter(origin -> !origin.equals("null"))
            .map(origin -> origin.equals("http://" + host) || origin.equals("https://" + host))
            .orElse(true);
    boolean sameSite =
        request.header("sec-fetch-site").map(site -> site.equals("same-origin")).orElse(true);
    if (!own || !sameSite || !equal(given, formToken(session, request.path()))) {
      throw new RefusedException(
          403,
          "Cannot accept the form: it was not made by this console in this session; open the page"
              + " again, and send it from there");
    }
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private String code(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot compute a code: this Java has no " + ALGORITHM, e);
    }
  }
}
