package dev.versioned.model;

import java.util.Objects;

/** An alias was not at the revision that the update expected, or other updates kept winning. */
public final class RevisionConflictException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** See {@link #expected()}. */
  private final long expected;

  /** See {@link #actual()}. */
  private final long actual;

  /**
   * Makes the exception.
   *
   * @param message what cannot be done, and why
   * @param expected the revision the update expected
   * @param actual the revision the alias is at, 0 if there is no such alias
   */
  public RevisionConflictException(String message, long expected, long actual) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    this.expected = expected;
    this.actual = actual;
  }

  /**
   * Returns the revision the update expected.
   *
   * @return the revision the update expected
   */
  public long expected() {
    return expected;
  }

  /**
   * Returns the revision the alias is at, 0 if there is no such alias.
   *
   * @return the revision the alias is at, 0 if there is no such alias
   */
  public long actual() {
    return actual;
  }

  @Override
  public String lambdaErrorName() {
    return "PreconditionFailedException";
  }
}
