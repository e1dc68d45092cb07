package dev.versioned.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.versioned.model.AttestationRefusedException;
import dev.versioned.model.AttestationRefusedException.Reason;
import dev.versioned.model.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * What a tool states of a version, such as how a builder made it: a DSSE envelope over an in-toto
 * statement, as {@code cosign attest-blob} and the generators of SLSA provenance write it. It is
 * kept next to a version as it was given ({@link dev.versioned.Artifact#attach}). An immutable
 * value.
 *
 * <p>Its signatures are not verified when it is read or attached, because anyone may state
 * anything: {@link #isSignedBy} verifies them. The predicate is not looked at.
 */
public final class Attestation {
  /** The most bytes that an envelope may have in UTF-8: 256 KiB. */
  public static final int MOST_BYTES = 256 << 10;

  private final String json;
  private final Digest digest;
  private final Instant attachedAt;
  private final Envelope envelope;

  private Attestation(String json, Instant attachedAt) {
    this.json = json;
    this.digest = Digest.of(json.getBytes(UTF_8));
    this.attachedAt = attachedAt;
    this.envelope = Envelope.parse(json);
  }

  /**
   * Reads an envelope. The JSON is read strictly: an object with two members of one name is
   * refused, because others might read it differently, and so is one nested deeper than 64.
   *
   * @param json the envelope in JSON; white space around it is dropped
   * @param attachedAt when it was attached
   * @return the attestation; none of its signatures is verified
   * @throws AttestationRefusedException if it is not a DSSE envelope over an in-toto statement of
   *     version 1 or 0.1, or larger than {@link #MOST_BYTES}
   */
  public static Attestation parse(String json, Instant attachedAt) {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(attachedAt, "attachedAt");
    String envelope = json.strip();
    // rule: attestation-has-a-limited-size
    if (envelope.length() > MOST_BYTES || envelope.getBytes(UTF_8).length > MOST_BYTES) {
      throw new AttestationRefusedException(
          "Cannot read an attestation: it has more than "
              + MOST_BYTES
              + " bytes; publish what it states as an artifact, and attach a statement that names"
              + " its digest",
          Reason.TOO_LARGE);
    }
    return new Attestation(envelope, attachedAt);
  }

  /**
   * Returns what kind of statement it is, such as {@code https://slsa.dev/provenance/v1}.
   *
   * @return the predicate type, 1 to 512 printable ASCII characters without spaces
   */
  public String predicateType() {
    return envelope.predicateType();
  }

  /**
   * Returns the ids that the envelope gives the keys of its signatures: whatever the signer wrote
   * there, which proves nothing. Many tools write none.
   *
   * @return the ids that are not empty, in the order of the signatures
   */
  public List<String> keyIds() {
    return envelope.keyIds();
  }

  /**
   * Returns the digest of the envelope, by which attestations of a version are told apart.
   *
   * @return the SHA-256 digest of {@link #json} in UTF-8
   */
  public Digest digest() {
    return digest;
  }

  /**
   * Returns the envelope as it was attached, for {@code cosign verify-blob-attestation} and other
   * tools.
   *
   * @return JSON
   */
  public String json() {
    return json;
  }

  /**
   * Returns the in-toto statement, which the signatures are over.
   *
   * @return JSON
   */
  public String statement() {
    return envelope.statement();
  }

  /**
   * Returns when it was attached first, by the clock of the process that did; nothing signs this.
   *
   * @return the time
   */
  public Instant attachedAt() {
    return attachedAt;
  }

  /**
   * Returns whether the statement is about some content.
   *
   * @param content the SHA-256 digest of the content, as of a version
   * @return whether one of its subjects has this digest
   */
  public boolean isAbout(Digest content) {
    Objects.requireNonNull(content, "content");
    // rule: attestation-is-about-the-digest
    return envelope.subjects().contains(content.hex());
  }

  /**
   * Verifies the signatures with a key. The id of a signature's key is not looked at.
   *
   * @param key the key
   * @return whether one of the signatures is by this key, over the statement and its type
   */
  public boolean isSignedBy(VerifyingKey key) {
    Objects.requireNonNull(key, "key");
    return envelope.isSignedBy(key);
  }

  /**
   * Verifies the signatures with some keys.
   *
   * @param keys the keys
   * @return those that have signed it, in the order of {@code keys}
   */
  public List<VerifyingKey> verifiedBy(Collection<VerifyingKey> keys) {
    Objects.requireNonNull(keys, "keys");
    return keys.stream().filter(this::isSignedBy).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attestation that
        && json.equals(that.json)
        && attachedAt.equals(that.attachedAt);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** Returns the predicate type and the digest. */
  @Override
  public String toString() {
    return predicateType() + " " + digest;
  }
}
