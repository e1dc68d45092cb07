package dev.versioned.s3dynamo.internal;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which endpoints carry content and credentials over a network where others can read them. */
final class PlainHttp {
  /** By its text alone: a name that resolves to the loopback now may resolve elsewhere later. */
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
