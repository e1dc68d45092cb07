package dev.versioned.mutations;

import java.util.List;

/**
 * A rule of the library, and the change of its sources that breaks it.
 *
 * @param broken the behaviour of the library after the change
 * @param rule the name of the rule in the sources
 * @param change how the code below the rule is changed
 * @param tests the tests of which at least one must fail, as {@code Class#method}; the class
 *     without its package
 */
record Mutation(String broken, String rule, Change change, List<String> tests) {

  static Mutation mutation(String broken, String rule, Change change, String... tests) {
    return new Mutation(broken, rule, change, List.of(tests));
  }

  /**
   * Makes the change.
   *
   * @throws IllegalStateException if the code is not of the kind that the change applies to: it was
   *     changed, and the mutation must be adapted
   */
  Change.Edit edit() {
    try {
      return change.of(Place.of(rule));
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "Cannot make the mutation \"" + this + "\": " + e.getMessage(), e);
    }
  }

  /** Returns the name of the changed source file, without its extension. */
  String type() {
    return Rules.find(rule).file().getFileName().toString().replace(".java", "");
  }

  @Override
  public String toString() {
    return rule + ": " + broken;
  }
}
