package dev.versioned.model;

import java.util.Objects;

/**
 * Identifies a version: a version number, {@code $LATEST} or an alias, like a qualifier in Lambda.
 */
public sealed interface Qualifier permits Target, AliasName {

  /**
   * Parses a qualifier: digits are a version number, {@code $LATEST} is the working copy, anything
   * else is an alias.
   *
   * @param text the qualifier as text, as {@link #toString()} returns it
   * @return the qualifier
   * @throws IllegalArgumentException if {@code text} is none of the three
   */
  static Qualifier parse(String text) {
    Objects.requireNonNull(text, "text");
    if (text.equals(Latest.NAME)) {
      return Latest.LATEST;
    }
    boolean digitsOnly = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digitsOnly ? VersionNumber.parse(text) : AliasName.parse(text);
  }

  /**
   * Returns the qualifier as text, which {@link #parse} accepts.
   *
   * @return the qualifier as text
   */
  @Override
  String toString();
}
