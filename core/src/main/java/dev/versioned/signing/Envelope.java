package dev.versioned.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.versioned.internal.Dsse;
import dev.versioned.internal.Json;
import dev.versioned.internal.JsonReader;
import dev.versioned.internal.Text;
import dev.versioned.model.AttestationRefusedException;
import dev.versioned.model.AttestationRefusedException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A DSSE envelope over an in-toto statement, as others write it.
 *
 * @param statement the payload
 * @param predicateType what kind of statement it is
 * @param subjects the SHA-256 digests of its subjects, in hexadecimal digits as they are written
 * @param signatures its signatures
 */
record Envelope(
    String statement, String predicateType, Set<String> subjects, List<Signed> signatures) {
  /** The payload type of in-toto statements. */
  static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  /** What this library states of a version itself, see {@code VersionStatement}. */
  static final String OWN_PREDICATE_TYPE = "https://versioned.dev/version/v1";

  /** A signature is verified with each key of a policy. */
  private static final int MOST_SIGNATURES = 100;

  private static final Set<String> STATEMENT_TYPES =
      Set.of("https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1");
  private static final Pattern PREDICATE_TYPE = Pattern.compile("[!-~]{1,512}");

  /**
   * A signature.
   *
   * @param keyId what the signer calls its key; empty if nothing
   * @param base64 the signature in base 64
   */
  record Signed(String keyId, String base64) {}

  /** Reads an envelope from JSON. */
  static Envelope parse(String json) {
    Json envelope = read(json, Reason.NOT_AN_ENVELOPE, "it is not a DSSE envelope in JSON: ");
    // rule: attestation-is-an-in-toto-envelope
    if (!envelope.text("payloadType").filter(PAYLOAD_TYPE::equals).isPresent()) {
      throw noEnvelope("its payloadType is not " + PAYLOAD_TYPE);
    }
    String statement =
        envelope
            .text("payload")
            .map(Envelope::decode)
            .map(Envelope::characters)
            .orElseThrow(() -> noEnvelope("it has no payload"));
    List<Signed> signatures = new ArrayList<>();
    for (Json signature : envelope.elements("signatures")) {
      String base64 =
          signature
              .text("sig")
              .orElseThrow(() -> noEnvelope("one of its signatures has no text sig"));
      signatures.add(new Signed(signature.text("keyid").orElse(""), base64));
    }
    if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
      throw noEnvelope(
          "it has " + signatures.size() + " signatures, and must have 1 to " + MOST_SIGNATURES);
    }
    return of(statement, signatures);
  }

  private static Envelope of(String json, List<Signed> signatures) {
    Json statement =
        read(json, Reason.NOT_A_STATEMENT, "its payload is not an in-toto statement in JSON: ");
    String type = statement.text("_type").orElse("");
    // rule: attestation-has-a-known-statement-type
    if (!STATEMENT_TYPES.contains(type)) {
      throw noStatement("its _type is " + Text.quote(type) + ", not one of " + STATEMENT_TYPES);
    }
    String predicateType = statement.text("predicateType").orElse("");
    if (!isPredicateType(predicateType)) {
      throw noStatement(
          "its predicateType is not 1 to 512 printable ASCII characters without spaces");
    }
    Set<String> subjects = new HashSet<>();
    for (Json subject : statement.elements("subject")) {
      subject.member("digest").flatMap(digest -> digest.text("sha256")).ifPresent(subjects::add);
    }
    return new Envelope(json, predicateType, subjects, List.copyOf(signatures));
  }

  static boolean isPredicateType(String text) {
    return PREDICATE_TYPE.matcher(text).matches();
  }

  private static Json read(String json, Reason reason, String what) {
    try {
      return JsonReader.read(json);
    } catch (IllegalArgumentException e) {
      throw refused(what + e.getMessage(), reason);
    }
  }

  /** Decodes base 64 in its standard or its URL-safe alphabet, both of which DSSE allows. */
  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      throw noEnvelope("its payload is not base 64");
    }
  }

  private static String characters(byte[] payload) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException e) {
      throw refused("its payload is not a text in UTF-8", Reason.NOT_A_STATEMENT);
    }
  }

  private static AttestationRefusedException noEnvelope(String why) {
    return refused(
        why + "; give the envelope alone, such as dsseEnvelope of a bundle",
        Reason.NOT_AN_ENVELOPE);
  }

  private static AttestationRefusedException noStatement(String why) {
    return refused(why, Reason.NOT_A_STATEMENT);
  }

  private static AttestationRefusedException refused(String why, Reason reason) {
    return new AttestationRefusedException("Cannot read an attestation: " + why, reason);
  }

  List<String> keyIds() {
    return signatures.stream().map(Signed::keyId).filter(id -> !id.isEmpty()).toList();
  }

  boolean isSignedBy(VerifyingKey key) {
    byte[] message = Dsse.message(PAYLOAD_TYPE, statement.getBytes(UTF_8));
    return signatures.stream().anyMatch(signed -> isSigned(key, message, signed));
  }

  private static boolean isSigned(VerifyingKey key, byte[] message, Signed signed) {
    try {
      // rule: attestation-is-signed-over-its-statement
      return key.verifies(message, decode(signed.base64()));
    } catch (AttestationRefusedException e) {
      return false; // not base 64
    }
  }
}
