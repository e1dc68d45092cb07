package dev.versioned.s3dynamo.internal;

import dev.versioned.model.Digest;
import dev.versioned.spi.BlobHeader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header that an object carries besides its bytes, in the ASCII of HTTP headers. */
public final class ObjectHeader {
  private static final String ATTEMPT = "versioned-attempt";
  private static final String SHA256 = "versioned-sha256";

  /** The attr-char of RFC 5987, except letters and digits. */
  private static final String UNESCAPED = "!#$&+-.^_`|~";

  private ObjectHeader() {}

  public static Map<String, String> metadata(BlobHeader header, @Nullable Digest digest) {
    Map<String, String> metadata = new HashMap<>();
    metadata.put(ATTEMPT, header.attemptId());
    if (digest != null) {
      metadata.put(SHA256, digest.hex());
    }
    return metadata;
  }

  public static String attemptOf(Map<String, String> metadata) {
    return metadata.getOrDefault(ATTEMPT, "");
  }

  /**
   * Returns the value of Content-Disposition, or null without a file name. It has the name in ASCII
   * for old browsers, and in full for others (RFC 6266, RFC 5987).
   */
  public static @Nullable String disposition(BlobHeader header) {
    String name = header.fileName();
    if (name.isEmpty()) {
      return null;
    }
    StringBuilder ascii = new StringBuilder();
    name.codePoints()
        .forEach(c -> ascii.append(c < ' ' || c > '~' || "\"\\%".indexOf(c) >= 0 ? '_' : (char) c));
    StringBuilder whole = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0);
      whole.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + whole;
  }
}
