package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.ArtifactException;
import dev.versioned.BackendException;
import dev.versioned.CorruptContentException;
import dev.versioned.Digest;
import dev.versioned.NotFoundException;
import dev.versioned.Qualifier;
import dev.versioned.Version;
import dev.versioned.VersionInUseException;
import dev.versioned.VersionNumber;
import dev.versioned.spi.VersionEntry;
import java.io.IOException;
import java.io.InputStream;

/** Operations that read, delete, restore and collect. */
final class Tending {
  private Tending() {}

  static Operation delete(VersionNumber number, int tries) {
    return new Operation(
        Operation.Kind.DELETE,
        "delete " + number,
        hands ->
            hands.insist(
                tries,
                token -> {
                  hands.artifact.delete(number);
                  hands.claim(
                      (oracle, span) ->
                          check(
                              oracle.wasUnusable(number, span),
                              6,
                              number + " was told to be deleted, and is not"));
                },
                e -> {
                  hands.allow(e instanceof VersionInUseException, e);
                  hands.claim(
                      (oracle, span) ->
                          check(
                              oracle.was(number, span, Tending::isReferred),
                              6,
                              number + " was told to be in use, and was not"));
                }));
  }

  private static boolean isReferred(VersionEntry entry) {
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
                              oracle.was(number, span, Oracle::isActive),
                              2,
                              number + " was told to be restored, and is not"));
                },
                e -> {
                  hands.allow(e instanceof NotFoundException, e);
                  hands.claim(
                      (oracle, span) ->
                          check(
                              oracle.wasUnusable(number, span),
                              2,
                              number + " was there, and was not found to be restored"));
                }));
  }

  static Operation deleteArtifact() {
    return new Operation(
        Operation.Kind.DELETE_ARTIFACT,
        "delete the artifact",
        hands ->
            hands.insist(
                2,
                token -> hands.artifact.delete(),
                e -> hands.allow(e instanceof VersionInUseException, e)));
  }

  static Operation read(Qualifier qualifier) {
    return new Operation(
        Operation.Kind.READ, "read " + qualifier, hands -> read(hands, qualifier));
  }

  private static void read(Hands hands, Qualifier qualifier) {
    try {
      Version version = hands.artifact.resolve(qualifier);
      byte[] bytes;
      try (InputStream in = hands.artifact.open(version)) {
        bytes = in.readAllBytes();
      }
      Digest digest = Digest.of(bytes);
      hands.claim(
          (oracle, span) -> {
            check(digest.equals(version.digest()), 11, "other bytes came than " + version + " has");
            if (version.isPublished()) {
              check(
                  oracle.version(version.number()).map(version::equals).orElse(false),
                  2,
                  version + " is not what was committed");
              check(
                  oracle.was(version.number(), span, Oracle::isActive),
                  1,
                  version + " was read, and was deleted all the time");
            }
          });
    } catch (IOException e) {
      hands.allow(
          hands.in(Circumstance.FAILURES), new BackendException("Cannot read: it broke off", true, e));
    } catch (ArtifactException e) {
      notRead(hands, qualifier, e);
    }
  }

  private static void notRead(Hands hands, Qualifier qualifier, ArtifactException e) {
    if (e instanceof NotFoundException) {
      if (qualifier instanceof VersionNumber number) {
        hands.claim(
            (oracle, span) ->
                check(oracle.wasUnusable(number, span), 1, number + " is there, and was not found"));
      }
    } else if (e instanceof CorruptContentException) {
      hands.allow(hands.in(Circumstance.CORRUPTION), e);
    } else {
      hands.allow(e instanceof BackendException && hands.in(Circumstance.FAILURES), e);
    }
  }
}
