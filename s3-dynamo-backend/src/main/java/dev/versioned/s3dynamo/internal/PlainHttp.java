package dev.versioned.s3dynamo.internal;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Recognizes endpoints that would carry content and credentials unencrypted over a network. */
final class PlainHttp {
  /** Checks the text only: a name that resolves to the loopback now may resolve elsewhere later. */
  private static final Pattern LOOPBACK =
      Pattern.compile(
          "localhost|.+\\.localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|(0{1,4}:){7}0{0,3}1)]");

  private PlainHttp() {}

  static boolean leavesThisMachine(URI endpoint) {
    String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
    // rule: plain-http-stays-on-the-machine
    return !"https".equalsIgnoreCase(endpoint.getScheme()) && !LOOPBACK.matcher(host).matches();
  }
}
