package dev.versioned.model;

import java.util.Objects;

/** A possible target of an alias: a numbered version, or {@code $LATEST}. */
public sealed interface Target extends Qualifier, VersionRef permits VersionNumber, Latest {

  /** Returns this target itself. */
  @Override
  default Target id() {
    return this;
  }

  /**
   * Parses a target.
   *
   * @param text a version number or {@code $LATEST}
   * @return the target
   * @throws IllegalArgumentException if {@code text} is neither
   */
  static Target parse(String text) {
    Objects.requireNonNull(text, "text");
    return text.equals(Latest.NAME) ? Latest.LATEST : VersionNumber.parse(text);
  }
}
