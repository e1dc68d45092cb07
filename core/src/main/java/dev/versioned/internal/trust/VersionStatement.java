package dev.versioned.internal.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.versioned.internal.Dsse;
import dev.versioned.internal.JsonText;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.model.Version;
import dev.versioned.signing.VerifyingKey;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/**
 * The in-toto statement of a version, which signatures are over: the digest of the bytes as its
 * subject, and the record as its predicate, without what a copy in another account changes. The
 * same record always gives the same bytes, so a statement is made from the record, and never stored
 * or parsed: a changed record has another statement, which no signature fits.
 */
public final class VersionStatement {
  /** The kind of predicate, as {@code cosign} takes it with {@code --type}. */
  public static final String PREDICATE_TYPE = "https://versioned.dev/version/v1";

  private static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
  private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  private VersionStatement() {}

  private static byte[] of(Version version) {
    return new JsonText()
        .object(
            statement ->
                statement
                    .text("_type", STATEMENT_TYPE)
                    .array("subject", List.of(subject -> subject(subject, version)))
                    .text("predicateType", PREDICATE_TYPE)
                    .object("predicate", predicate -> record(predicate, version)))
        .toString()
        .getBytes(US_ASCII);
  }

  private static void subject(JsonText subject, Version version) {
    subject
        .text("name", version.key().value())
        .object("digest", digest -> digest.text("sha256", version.digest().hex()));
  }

  private static void record(JsonText predicate, Version version) {
    predicate
        .text("artifact", version.artifact().value())
        .number("number", version.number().value())
        .text("sha256", version.digest().hex())
        .number("sizeBytes", version.sizeBytes())
        .text("contentType", version.contentType())
        .text("fileName", version.fileName())
        .text("description", version.description())
        .object("metadata", metadata -> version.metadata().forEach(metadata::text))
        .text("createdAt", version.createdAt().toString())
        .text("createdBy", version.createdBy());
  }

  /** Returns what a signature of a version is over. */
  static byte[] message(Version version) {
    return Dsse.message(PAYLOAD_TYPE, of(version));
  }

  private static Consumer<JsonText> signature(VersionSignature signature) {
    return json -> json.text("keyid", signature.keyId()).text("sig", signature.base64());
  }

  /** Returns whether a signature is one of a version's record by a key. */
  static boolean isSignedBy(Version version, VerifyingKey key, VersionSignature signature) {
    try {
      // rule: signature-is-over-the-whole-record
      return signature.keyId().equals(key.id())
          && key.verifies(message(version), Base64.getDecoder().decode(signature.base64()));
    } catch (IllegalArgumentException e) {
      return false; // not base 64
    }
  }

  /** Returns the DSSE envelope of a version as JSON, as {@code cosign} and others read it. */
  public static String envelope(Version version, List<VersionSignature> signatures) {
    return new JsonText()
        .object(
            envelope ->
                envelope
                    .text("payloadType", PAYLOAD_TYPE)
                    .text("payload", Base64.getEncoder().encodeToString(of(version)))
                    .array(
                        "signatures",
                        signatures.stream().map(VersionStatement::signature).toList()))
        .toString();
  }
}
