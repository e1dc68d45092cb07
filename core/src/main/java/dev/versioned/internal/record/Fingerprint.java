package dev.versioned.internal.record;

import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;

/**
 * Identifies the content of a version: the digest over the bytes' digest, the content type and the
 * metadata. Two publishes of the same content have the same fingerprint. Description and file name
 * do not count, just as the description does not in Lambda.
 *
 * @param value the fingerprint as text: {@code sha256:} and hexadecimal digits
 */
public record Fingerprint(String value) {

  /**
   * Computes the fingerprint of content.
   *
   * @param digest the digest of the bytes
   * @param contentType the content type
   * @param metadata the metadata
   * @return the fingerprint
   */
  public static Fingerprint of(
      Digest digest, String contentType, SortedMap<String, String> metadata) {
    StringBuilder text = new StringBuilder();
    append(text, digest.toString());
    // rule: content-type-is-content
    append(text, contentType);
    // rule: metadata-is-content
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      append(text, entry.getKey());
      append(text, entry.getValue());
    }
    byte[] canonical = text.toString().getBytes(StandardCharsets.UTF_8);
    return new Fingerprint(Digest.of(canonical).toString());
  }

  /**
   * Computes the fingerprint of a version's content from its record.
   *
   * @param version the version
   * @return the fingerprint
   */
  public static Fingerprint of(Version version) {
    return of(version.digest(), version.contentType(), version.metadata());
  }

  /** Appends a part after its length, so that different lists of parts never give the same text. */
  private static void append(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part).append('\n');
  }

  /** Returns the fingerprint as text. */
  @Override
  public String toString() {
    return value;
  }
}
