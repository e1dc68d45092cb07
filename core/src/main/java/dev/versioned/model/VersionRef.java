package dev.versioned.model;

/**
 * A version, as a call takes it: a {@link Version} that another call returned, its {@link
 * VersionNumber}, or {@code $LATEST} ({@link Latest}), where that is allowed.
 *
 * <p>A {@link Version} is compared with the stored one: a call refuses a version of another
 * artifact or repository ({@link IllegalArgumentException}). A number stands for whatever version
 * has it.
 */
public sealed interface VersionRef permits Version, Target {

  /**
   * Returns what names the version within its artifact.
   *
   * @return the version's number, or {@code $LATEST}
   */
  Target id();
}
