package dev.versioned.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.versioned.internal.Dsse;
import dev.versioned.model.Digest;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Envelopes as other tools write them. */
public final class Envelopes {
  public static final String PROVENANCE = "https://slsa.dev/provenance/v1";
  static final String IN_TOTO = "application/vnd.in-toto+json";

  private Envelopes() {}

  /** A statement that names a builder. */
  static String statement(String predicateType, Digest subject, String builder) {
    return "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":["
        + "{\"name\":\"other\",\"digest\":{\"sha512\":\"00\"}},"
        + "{\"name\":\"app.jar\",\"digest\":{\"sha256\":\""
        + subject.hex()
        + "\"}}],\"predicateType\":\""
        + predicateType
        + "\",\"predicate\":{\"builder\":{\"id\":\""
        + builder
        + "\"}}}";
  }

  /** An envelope with the signatures of keys whose ids are not named, as cosign's. */
  static String envelope(String payloadType, String payload, SigningKey... keys) {
    String signatures =
        Stream.of(keys)
            .map(
                key ->
                    "{\"keyid\":\"\",\"sig\":\""
                        + base64(key.sign(Dsse.message(payloadType, payload.getBytes(UTF_8))))
                        + "\"}")
            .collect(Collectors.joining(","));
    return "{\"payloadType\":\""
        + payloadType
        + "\",\"payload\":\""
        + base64(payload.getBytes(UTF_8))
        + "\",\"signatures\":["
        + signatures
        + "]}";
  }

  public static String envelope(
      String predicateType, Digest subject, String builder, SigningKey... by) {
    return envelope(IN_TOTO, statement(predicateType, subject, builder), by);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
