package dev.versioned.model;

/**
 * A reference to a version, as an argument: a {@link Version} that another call returned, its
 * {@link VersionNumber}, or {@code $LATEST} ({@link Latest}), where that is allowed.
 *
 * <p>A {@link Version} is compared with the stored one: a call refuses a version of another
 * artifact or repository ({@link IllegalArgumentException}). A number refers to whatever version
 * has it.
 */
public sealed interface VersionRef permits Version, Target {

  /**
   * Returns the id of the version within its artifact.
   *
   * @return the version's number, or {@code $LATEST}
   */
  Target id();
}
