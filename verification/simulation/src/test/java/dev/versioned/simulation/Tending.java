package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionNumber;
import java.time.Duration;

/** Operations that delete and restore, and what must be true of what they are told. */
final class Tending {
  private Tending() {}

  static Operation delete(VersionNumber number, int tries) {
    return new Operation(
        Operation.Kind.DELETE, "delete " + number, hands -> delete(hands, number, tries));
  }

  /** Deletes, and does nothing for a while. */
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
                      () -> number + " was told to be deleted, and is not"));
        },
        e -> {
          hands.allow(e instanceof VersionInUseException, e);
          hands.claim(
              (oracle, span) ->
                  check(
                      oracle.was(number, span, Tending::isReferred),
                      6,
                      () -> number + " was told to be in use, and was not"));
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
                              () -> number + " was told to be restored, and is not"));
                },
                e -> {
                  hands.allow(e instanceof NotFoundException, e);
                  hands.claim(
                      (oracle, span) ->
                          check(
                              oracle.wasUnusable(number, span),
                              2,
                              () -> number + " was there, and was not found to be restored"));
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
