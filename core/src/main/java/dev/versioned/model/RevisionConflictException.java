package dev.versioned.model;

import java.util.Objects;

/** The alias did not have the revision that the update expected, or other updates kept winning. */
public final class RevisionConflictException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** See {@link #expected()}. */
  private final long expected;

  /** See {@link #actual()}. */
  private final long actual;

  /**
   * Makes the exception.
   *
   * @param message the failed action and the reason
   * @param expected the revision the update expected
   * @param actual the revision of the alias, 0 if it does not exist
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
   * Returns the revision of the alias, 0 if it does not exist.
   *
   * @return the revision of the alias, 0 if it does not exist
   */
  public long actual() {
    return actual;
  }

  @Override
  public String lambdaErrorName() {
    return "PreconditionFailedException";
  }
}
