package dev.versioned.simulation;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What became of calls of the library. Each call leaves a token of its own in what it does: as the
 * description of a version, or as the reason of a move.
 */
final class Tokens {
  /** Not all reasons are tokens: rollouts give reasons of their own. */
  static final String PREFIX = "token-";

  /** How the tokens begin of publishes of {@code $LATEST}. */
  static final String OF_LATEST = PREFIX + "latest-";

  private final Set<String> neverVisible = new HashSet<>();

  /** A caller was told that this did not happen. */
  void neverVisible(String token) {
    neverVisible.add(token);
  }

  /** Checks all that was done: no call twice, and none that was said to have failed. */
  void check(Stream<String> done) {
    Set<String> seen = new HashSet<>();
    done.filter(token -> token.startsWith(PREFIX))
        .forEach(
            token -> {
              Oracle.check(seen.add(token), 7, () -> "one call of " + token + " happened twice");
              checkTold(token);
            });
  }

  /** Checks that a call which had an effect was not said to have failed. */
  void checkTold(String token) {
    Oracle.check(
        !neverVisible.contains(token), 7, () -> token + " was said to have failed, and happened");
  }
}
