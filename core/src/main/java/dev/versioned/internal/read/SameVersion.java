package dev.versioned.internal.read;

import dev.versioned.model.Version;

/** Distinguishes a version from one that another repository published under the same number. */
public final class SameVersion {
  private SameVersion() {}

  /** Refuses a version that the caller passed if it is not the stored one. */
  public static void check(Version passed, Version stored, String verb) {
    // rule: version-is-of-this-repository
    if (!passed.digest().equals(stored.digest())
        || !passed.key().equals(stored.key())
        || !passed.createdAt().equals(stored.createdAt())) {
      throw new IllegalArgumentException(
          "Cannot "
              + verb
              + " "
              + passed
              + ": it is a version of another repository, of "
              + passed.createdAt()
              + " with "
              + passed.digest()
              + "; here the version of this number is of "
              + stored.createdAt()
              + " with "
              + stored.digest());
    }
  }
}
