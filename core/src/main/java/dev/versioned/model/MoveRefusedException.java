package dev.versioned.model;

import java.util.Objects;

/**
 * A change of an alias is not allowed now: the alias is frozen, or its rollout is paused or waits
 * for an approval. Nothing was changed.
 */
public final class MoveRefusedException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** Why the change is not allowed. */
  private final Reason reason;

  /** Why a change is not allowed. */
  public enum Reason {
    /** The alias is frozen, and the change does not break the freeze. */
    FROZEN,
    /** The rollout is paused, and must be resumed first. */
    PAUSED,
    /** The rollout would pass a weight that waits for an approval. */
    APPROVAL_MISSING,
    /** The rollout is at no weight that waits for an approval. */
    NOTHING_TO_APPROVE,
    /** The plan demands the approval of another than the actor who started the rollout. */
    APPROVAL_BY_SAME_ACTOR
  }

  /**
   * Makes the exception.
   *
   * @param message the refused action, the reason, and the remedy
   * @param reason why
   */
  public MoveRefusedException(String message, Reason reason) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(reason, "reason");
    this.reason = reason;
  }

  /**
   * Returns why the change is not allowed.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /** Returns the error with which Lambda refuses a change that the present state does not allow. */
  @Override
  public String lambdaErrorName() {
    return "ResourceConflictException";
  }
}
