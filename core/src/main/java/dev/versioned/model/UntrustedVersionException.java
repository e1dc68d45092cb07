package dev.versioned.model;

import java.util.Objects;

/**
 * A version, or the move of an alias, is not signed as the reader's trust policy demands. Nothing
 * of it was used.
 */
public final class UntrustedVersionException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** Why it is not trusted. */
  private final Reason reason;

  /** Why something is not trusted. */
  public enum Reason {
    /** It has no signature, as the working copy never has. */
    UNSIGNED,
    /** It is signed, but by no key that the policy trusts. */
    UNKNOWN_KEY,
    /** It is signed by a key that the policy revokes, and is not among the versions it lists. */
    REVOKED_KEY,
    /** Its signature does not fit: the record or the signature was changed after it was signed. */
    CHANGED,
    /** It lacks an attestation that the policy demands, signed by one of the keys named there. */
    UNATTESTED,
    /**
     * The alias is at a lower revision than this process has seen: an earlier state was put back.
     */
    REPLAYED,
    /** The alias was not moved or renewed for longer than the policy allows. */
    FROZEN,
    /** The policy itself has ended. */
    POLICY_EXPIRED
  }

  /**
   * Makes the exception.
   *
   * @param message the failed action, what is not trusted, and the remedy
   * @param reason why
   */
  public UntrustedVersionException(String message, Reason reason) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(reason, "reason");
    this.reason = reason;
  }

  /**
   * Returns why it is not trusted.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /** Returns the error with which Lambda refuses code whose signature fails a check. */
  @Override
  public String lambdaErrorName() {
    return "CodeVerificationFailedException";
  }
}
