package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Operations that read, and checks of their results. */
final class Reading {
  private Reading() {}

  static Operation read(Qualifier qualifier) {
    return new Operation(Operation.Kind.READ, "read " + qualifier, hands -> read(hands, qualifier));
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
            check(
                digest.equals(version.digest()),
                11,
                () -> "the bytes differ from those of " + version);
            if (version.isPublished()) {
              isCommitted(oracle, version);
              check(
                  oracle.was(version.number(), span, VersionWatch::isActive),
                  1,
                  () -> version + " was read, and was deleted all the time");
            }
          });
    } catch (IOException e) {
      hands.allow(
          hands.in(Circumstance.FAILURES),
          BackendException.transientFailure("Cannot read: the stream broke off", e));
    } catch (ArtifactException e) {
      notRead(hands, qualifier, e);
    }
  }

  private static void isCommitted(Oracle oracle, Version version) {
    check(
        oracle.version(version.number()).map(version::equals).orElse(false),
        2,
        () -> version + " is not what was committed");
  }

  private static void notRead(Hands hands, Qualifier qualifier, ArtifactException e) {
    if (e instanceof NotFoundException) {
      if (qualifier instanceof VersionNumber number) {
        hands.claim(
            (oracle, span) ->
                check(
                    oracle.wasUnusable(number, span),
                    1,
                    () -> number + " exists, and was not found"));
      }
    } else if (e instanceof CorruptContentException) {
      hands.allow(hands.in(Circumstance.CORRUPTION), e);
    } else {
      hands.allow(e instanceof BackendException && hands.in(Circumstance.FAILURES), e);
    }
  }

  /** Reads every list, page by page, while others write. */
  static Operation list() {
    return new Operation(
        Operation.Kind.LIST,
        "list everything",
        hands -> {
          try {
            hands.repository.artifacts().forEach(name -> isAnArtifact(hands, name));
            List<Version> versions = hands.artifact.versions().toList();
            List<Alias> aliases = hands.artifact.aliases().toList();
            List<LedgerEntry> ledger = hands.artifact.alias(Worlds.LIVE).ledger().toList();
            hands.claim(
                (oracle, span) -> {
                  listed(oracle, span, versions);
                  aliases.forEach(alias -> isInTheLedger(oracle, alias));
                  isAChain(ledger);
                });
          } catch (ArtifactException e) {
            hands.allow(e instanceof BackendException && hands.in(Circumstance.FAILURES), e);
          }
        });
  }

  private static void isAnArtifact(Hands hands, ArtifactName name) {
    hands.claim(
        (oracle, span) ->
            check(
                name.equals(Worlds.ARTIFACT) || name.equals(Worlds.PRICES),
                2,
                () -> name + " was listed, and nobody made it"));
  }

  /**
   * Checks that versions are listed newest first, and each existed at some time during the listing.
   */
  private static void listed(Oracle oracle, Span span, List<Version> versions) {
    for (int i = 0; i < versions.size(); i++) {
      Version version = versions.get(i);
      isCommitted(oracle, version);
      check(
          oracle.was(version.number(), span, VersionWatch::isActive),
          1,
          () -> version + " was listed, and was deleted all the time");
      check(
          i == 0 || versions.get(i - 1).number().compareTo(version.number()) > 0,
          3,
          () -> "listed out of order: " + versions);
    }
  }

  private static void isInTheLedger(Oracle oracle, Alias alias) {
    check(
        oracle
            .ledgers
            .routingAt(alias.name(), alias.revision())
            .map(alias.routing()::equals)
            .orElse(false),
        7,
        () -> alias + " was listed, and the ledger says otherwise");
  }

  private static void isAChain(List<LedgerEntry> ledger) {
    for (int i = 1; i < ledger.size(); i++) {
      LedgerEntry later = ledger.get(i - 1);
      LedgerEntry row = ledger.get(i);
      check(
          later.revision() == row.revision() + 1 && later.before().equals(row.after()),
          7,
          () -> "the ledger was listed with a gap: " + ledger);
    }
  }
}
