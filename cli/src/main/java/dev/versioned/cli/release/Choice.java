package dev.versioned.cli.release;

import dev.versioned.model.Target;

/** The primary version of an alias, as a release file names it. */
public sealed interface Choice {

  /**
   * A version by its number, or {@code $LATEST}.
   *
   * @param target the version
   */
  record Exactly(Target target) implements Choice {}

  /** The version that is the newest when the plan is made. */
  record Newest() implements Choice {}
}
