package dev.versioned.maintenance;

import dev.versioned.model.Version;
import java.util.Objects;

/**
 * A {@link Retention}'s decision about a version.
 *
 * @param version the version
 * @param fate whether it is kept
 * @param reason the reason: the first rule that keeps it, or that no rule does
 */
public record Verdict(Version version, Fate fate, String reason) {
  /**
   * Makes the value.
   *
   * @param version the version
   * @param fate whether it is kept
   * @param reason the reason: the first rule that keeps it, or that no rule does
   */
  public Verdict {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(fate, "fate");
    Objects.requireNonNull(reason, "reason");
  }

  /** Whether a version is kept. */
  public enum Fate {
    /** It stays. */
    KEEP,
    /** It will be deleted. */
    DELETE
  }

  /** Returns fate, version and reason, as one line of a dry run. */
  @Override
  public String toString() {
    return fate + " " + version + ": " + reason;
  }
}
