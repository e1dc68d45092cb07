package dev.versioned.console;

import java.util.Objects;

/**
 * One finding of a check on the page of the repository's health.
 *
 * @param verdict the verdict, in one word, such as {@code PASS}
 * @param subject what was checked
 * @param found what was found; may be empty
 * @param remedy what to do; empty if no action is needed
 */
public record CheckResult(String verdict, String subject, String found, String remedy) {
  /**
   * Makes a result.
   *
   * @param verdict the verdict, in one word, such as {@code PASS}
   * @param subject what was checked
   * @param found what was found; may be empty
   * @param remedy what to do; empty if no action is needed
   */
  public CheckResult {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(remedy, "remedy");
  }
}
