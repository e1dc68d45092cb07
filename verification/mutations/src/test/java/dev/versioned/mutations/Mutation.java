package dev.versioned.mutations;

import java.util.List;

/**
 * A rule of the library, and the change of its sources that breaks it.
 *
 * @param broken what the library does once it is changed
 * @param rule the rule, by the name that it is marked with in the sources
 * @param change how the code is changed that the rule is marked above
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
   * @throws IllegalStateException if the code there is not of the kind that can be changed so: it
   *     is another now, and so must be the mutation
   */
  Change.Edit edit() {
    try {
      return change.of(Place.of(rule));
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "Cannot make the mutation \"" + this + "\": " + e.getMessage(), e);
    }
  }

  /** The name of the source file that is changed, without its ending. */
  String type() {
    return Rules.find(rule).file().getFileName().toString().replace(".java", "");
  }

  @Override
  public String toString() {
    return rule + ": " + broken;
  }
}
