package dev.versioned.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Reads the address of an endpoint. Its messages never hold a password. */
final class Endpoint {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private Endpoint() {}

  static URI parse(String text) {
    if (text.contains("@") || text.contains("?") || text.contains("#")) {
      throw new IllegalArgumentException(
          "Cannot use '"
              + text.replaceAll("(?s)^(\\w+://)?.*@", "$1***@").replaceAll("(?s)[?#].*", "?***")
              + "' as an endpoint: a user, a password or a query has no meaning there; credentials"
              + " come from the environment or a profile");
    }
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (SCHEMES.contains(scheme) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The message is below.
    }
    throw new IllegalArgumentException(
        "Cannot use '" + text + "' as an endpoint: write an address such as http://localhost:4566");
  }
}
