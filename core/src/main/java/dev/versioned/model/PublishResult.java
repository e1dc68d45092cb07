package dev.versioned.model;

import java.util.Objects;

/**
 * The result of a publish.
 *
 * @param version the version that has the content
 * @param outcome whether it is new
 */
public record PublishResult(Version version, Outcome outcome) {
  /**
   * Makes the value.
   *
   * @param version the version that has the content
   * @param outcome whether it is new
   */
  public PublishResult {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(outcome, "outcome");
  }

  /** Whether a publish made a version. */
  public enum Outcome {
    /** A new version was made. */
    CREATED,
    /** The content is that of the newest version, which is returned: Lambda's rule. */
    UNCHANGED,
    /**
     * The idempotency key was already used with this content; its version is returned, even if it
     * was deleted since.
     */
    REPLAYED
  }

  /**
   * Returns the number of the version.
   *
   * @return {@code version().number()}
   */
  public VersionNumber number() {
    return version.number();
  }
}
