package dev.versioned.model;

import java.util.Objects;

/** An attestation cannot be attached to a version, or cannot be read. Nothing was stored. */
public final class AttestationRefusedException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** Why it is refused. */
  private final Reason reason;

  /** Why an attestation is refused. */
  public enum Reason {
    /** It is not a DSSE envelope in JSON with the payload type of in-toto and a signature. */
    NOT_AN_ENVELOPE,
    /** Its payload is not an in-toto statement with a predicate type. */
    NOT_A_STATEMENT,
    /** No subject of its statement has the SHA-256 digest of the version. */
    OTHER_SUBJECT,
    /** It is larger than an attestation may be. */
    TOO_LARGE,
    /** The version has as many attestations as it may have. */
    TOO_MANY,
    /** Its predicate type is the one of this library's own statements, which signing makes. */
    OWN_PREDICATE_TYPE
  }

  /**
   * Makes the exception.
   *
   * @param message the refused action, the reason, and the remedy
   * @param reason why
   */
  public AttestationRefusedException(String message, Reason reason) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(reason, "reason");
    this.reason = reason;
  }

  /**
   * Returns why the attestation is refused.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /** Returns the error with which Lambda refuses a parameter. */
  @Override
  public String lambdaErrorName() {
    return "InvalidParameterValueException";
  }
}
