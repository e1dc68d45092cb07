package dev.versioned.simulation;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The effects of calls of the library. Each call leaves a unique token in its effect: in the
 * description of a version, or in the reason of a move.
 */
final class Tokens {
  /** Not all reasons are tokens: rollouts have their own reasons. */
  static final String PREFIX = "token-";

  /** The prefix of the tokens of publishes of {@code $LATEST}. */
  static final String OF_LATEST = PREFIX + "latest-";

  private final Set<String> neverVisible = new HashSet<>();

  /** Records that a call was reported as not having happened. */
  void neverVisible(String token) {
    neverVisible.add(token);
  }

  /**
   * Checks all effects: no call happened twice, and no call happened that was reported as failed.
   */
  void check(Stream<String> done) {
    Set<String> seen = new HashSet<>();
    done.filter(token -> token.startsWith(PREFIX))
        .forEach(
            token -> {
              Oracle.check(seen.add(token), 7, () -> "one call of " + token + " happened twice");
              checkTold(token);
            });
  }

  /** Checks that a call with an effect was not reported as failed. */
  void checkTold(String token) {
    Oracle.check(
        !neverVisible.contains(token), 7, () -> token + " was reported as failed, and happened");
  }
}
