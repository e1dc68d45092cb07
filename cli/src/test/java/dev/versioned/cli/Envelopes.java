package dev.versioned.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.versioned.model.Digest;
import dev.versioned.signing.SigningKey;
import java.util.Base64;

/** Envelopes as other tools write them, over several lines. */
final class Envelopes {
  private static final String TYPE = "application/vnd.in-toto+json";

  private Envelopes() {}

  /** An envelope over a statement about a text, as the builder of it makes it. */
  static String envelope(String predicateType, String content, SigningKey builder) {
    byte[] statement =
        ("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":\""
                + Digest.of(content.getBytes(UTF_8)).hex()
                + "\"}}],\"predicateType\":\""
                + predicateType
                + "\",\"predicate\":{}}")
            .getBytes(UTF_8);
    byte[] message =
        ("DSSEv1 " + TYPE.length() + " " + TYPE + " " + statement.length + " ").getBytes(UTF_8);
    byte[] signed = new byte[message.length + statement.length];
    System.arraycopy(message, 0, signed, 0, message.length);
    System.arraycopy(statement, 0, signed, message.length, statement.length);
    return "{\n\t\"payloadType\": \""
        + TYPE
        + "\",\n\t\"payload\": \""
        + base64(statement)
        + "\",\n\t\"signatures\": [{\"keyid\": \"::warning::##[x]\", \"sig\": \""
        + base64(builder.sign(signed))
        + "\"}]\n}\n";
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
