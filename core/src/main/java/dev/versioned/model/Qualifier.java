package dev.versioned.model;

import java.util.Objects;

/**
 * Names a version from outside: a version number, {@code $LATEST} or an alias, as a qualifier does
 * in Lambda.
 */
public sealed interface Qualifier permits Target, AliasName {

  /**
   * Makes a qualifier of text: digits are a version number, {@code $LATEST} is the working copy,
   * anything else is an alias.
   *
   * @param text the qualifier as text, as {@link #toString()} gives it
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
   * Returns the qualifier as text, which {@link #parse} takes.
   *
   * @return the qualifier as text
   */
  @Override
  String toString();
}
