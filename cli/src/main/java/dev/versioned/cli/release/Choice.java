package dev.versioned.cli.release;

import dev.versioned.model.Target;

/** What a release file says of an alias's primary version. */
public sealed interface Choice {

  /**
   * A version by its number, or {@code $LATEST}.
   *
   * @param target the version
   */
  record Exactly(Target target) implements Choice {}

  /** Whatever version is the newest when the plan is made. */
  record Newest() implements Choice {}
}
