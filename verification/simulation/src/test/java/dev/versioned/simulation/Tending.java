package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionNumber;
import java.time.Duration;

/** Operations that delete and restore, and checks of their results. */
final class Tending {
  private Tending() {}

  static Operation delete(VersionNumber number, int tries) {
    return new Operation(
        Operation.Kind.DELETE, "delete " + number, hands -> delete(hands, number, tries));
  }

  /** Deletes, and then pauses. */
  static Operation delete(VersionNumber number, Duration pause) {
    return new Operation(
        Operation.Kind.DELETE,
        "delete " + number + " and wait for " + pause,
        hands -> {
          delete(hands, number, 1);
          hands.sleep(pause);
        });
  }

  private static void delete(Hands hands, VersionNumber number, int tries) {
    hands.insist(
        tries,
        token -> {
          hands.artifact.delete(number);
          hands.claim(
              (oracle, span) ->
                  check(
                      oracle.wasUnusable(number, span),
                      6,
                      () -> number + " was reported as deleted, and is not"));
        },
        e -> {
          hands.allow(e instanceof VersionInUseException, e);
          hands.claim(
              (oracle, span) ->
                  check(
                      oracle.was(number, span, Tending::isReferred),
                      6,
                      () -> number + " was reported as in use, and was not"));
        });
  }

  static boolean isReferred(VersionEntry entry) {
    return entry instanceof VersionEntry.Committed committed && committed.references() > 0;
  }

  static Operation restore(VersionNumber number) {
    return new Operation(
        Operation.Kind.RESTORE,
        "restore " + number,
        hands ->
            hands.insist(
                2,
                token -> {
                  hands.artifact.restore(number);
                  hands.claim(
                      (oracle, span) ->
                          check(
                              oracle.was(number, span, VersionWatch::isActive),
                              2,
                              () -> number + " was reported as restored, and is not"));
                },
                e -> {
                  hands.allow(e instanceof NotFoundException, e);
                  hands.claim(
                      (oracle, span) ->
                          check(
                              oracle.wasUnusable(number, span),
                              2,
                              () -> number + " existed, and was not found by a restore"));
                }));
  }

  static Operation deleteArtifact() {
    return new Operation(
        Operation.Kind.DELETE_ARTIFACT,
        "delete the artifact",
        hands ->
            hands.insist(
                2,
                token -> hands.artifact.deleteAll(),
                e -> hands.allow(e instanceof VersionInUseException, e)));
  }
}
