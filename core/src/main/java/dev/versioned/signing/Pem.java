package dev.versioned.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/** Keys as PEM blocks (RFC 7468). */
final class Pem {
  static final String PUBLIC_KEY = "PUBLIC KEY";
  static final String PRIVATE_KEY = "PRIVATE KEY";
  private static final int LINE = 64;

  private Pem() {}

  /** Returns the bytes of the first block of a kind. */
  static byte[] block(String pem, String kind) {
    int begin = pem.indexOf(begin(kind));
    int end = begin < 0 ? -1 : pem.indexOf(end(kind), begin);
    if (end < 0) {
      throw new IllegalArgumentException(
          "Cannot read a key: the text has no PEM block "
              + kind
              + (pem.contains("ENCRYPTED")
                  ? "; its key is encrypted: decrypt it first, for example with openssl pkey"
                  : ""));
    }
    try {
      return Base64.getMimeDecoder().decode(pem.substring(begin + begin(kind).length(), end));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot read a key: its PEM block " + kind + " is not base 64", e);
    }
  }

  static String write(String kind, byte[] bytes) {
    String body = Base64.getMimeEncoder(LINE, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    return begin(kind) + "\n" + body + "\n" + end(kind) + "\n";
  }

  private static String begin(String kind) {
    return "-----BEGIN " + kind + "-----";
  }

  private static String end(String kind) {
    return "-----END " + kind + "-----";
  }
}
