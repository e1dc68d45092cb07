package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.maintenance.PruneReport;
import dev.versioned.maintenance.Retention;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;

/**
 * Operations that delete the versions that a retention does not keep, and checks of their reports.
 */
final class Pruning {
  private Pruning() {}

  /** Keeps versions that are in use. */
  static Operation toWhatIsInUse() {
    return prune(Retention.inUseOnly(), (oracle, span, number) -> {});
  }

  /** Also keeps the newest versions. */
  static Operation toTheNewest(int count) {
    return prune(
        Retention.newest(count),
        (oracle, span, number) ->
            check(
                oracle.newerThan(number, span) >= count,
                4,
                () -> number + " was pruned, and was one of the newest " + count));
  }

  /** Also keeps versions with a note. */
  static Operation toWhatIsNoted(String note) {
    return prune(
        Retention.labelled("note", note),
        (oracle, span, number) ->
            check(
                oracle.version(number).filter(v -> note.equals(v.metadata().get("note"))).isEmpty(),
                4,
                () -> number + " was pruned, and has the note " + note));
  }

  /** Also keeps versions that the last rows of the ledgers name. */
  static Operation toTheLedger(int rows) {
    return prune(
        Retention.inLedger(rows),
        (oracle, span, number) ->
            check(
                !oracle.ledgers.wasNamedAlways(number, rows, span),
                8,
                () -> number + " was pruned, and was in the last " + rows + " rows of a ledger"));
  }

  /** The guarantee of a retention for each version that it deletes. */
  private interface Promise {
    void check(Oracle oracle, Span span, VersionNumber number);
  }

  private static Operation prune(Retention retention, Promise promise) {
    return new Operation(
        Operation.Kind.PRUNE,
        "prune to " + retention,
        hands -> {
          try {
            PruneReport report = hands.artifact.prune(retention).run();
            report.failures().forEach(f -> hands.allow(hands.in(Circumstance.FAILURES), f.cause()));
            hands.claim((oracle, span) -> pruned(oracle, span, report, promise));
          } catch (ArtifactException e) {
            hands.allow(e instanceof BackendException && hands.in(Circumstance.FAILURES), e);
          }
        });
  }

  private static void pruned(Oracle oracle, Span span, PruneReport report, Promise promise) {
    for (Version version : report.deleted()) {
      VersionNumber number = version.number();
      check(
          oracle.wasUnusable(number, span),
          6,
          () -> number + " was reported as pruned, and is not deleted");
      check(
          oracle.newerThan(number, span) > 0,
          4,
          () -> number + " was pruned, and was the newest, which $LATEST may be");
      promise.check(oracle, span, number);
    }
    for (Version version : report.cameIntoUse()) {
      VersionNumber number = version.number();
      check(
          oracle.was(number, span, Tending::isReferred),
          6,
          () -> number + " was reported as in use, and was not");
    }
    long bytes =
        report.deleted().stream()
            .flatMap(version -> oracle.version(version.number()).stream())
            .mapToLong(Version::sizeBytes)
            .sum();
    check(bytes == report.deletedBytes(), 2, () -> "not " + bytes + " bytes: " + report);
    check(
        report.kept() >= report.cameIntoUse().size() + (report.deleted().isEmpty() ? 0 : 1),
        6,
        () -> "the newest was not kept: " + report);
  }
}
