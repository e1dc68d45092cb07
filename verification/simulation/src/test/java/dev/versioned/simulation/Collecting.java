package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.Gc;
import dev.versioned.maintenance.GcReport;
import dev.versioned.maintenance.Violation.Kind;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import java.time.Duration;
import java.util.List;

/** Operations that collect garbage and check the repository, while all others continue. */
final class Collecting {
  private Collecting() {}

  static Operation collect(Duration grace, Duration window) {
    return new Operation(
        Operation.Kind.COLLECT,
        "collect after " + grace + " and " + window,
        hands -> collect(hands, grace, window));
  }

  /** Collects garbage after the undelete window of currently deleted versions has ended. */
  static Operation collectAfterAWindow(Duration grace, Duration window) {
    return new Operation(
        Operation.Kind.COLLECT,
        "wait for " + window + " and collect after " + grace,
        hands -> {
          hands.sleep(window);
          collect(hands, grace, window);
        });
  }

  private static void collect(Hands hands, Duration grace, Duration window) {
    try {
      GcReport report = gc(hands, grace, window).run();
      report.failures().forEach(f -> hands.allow(hands.in(Circumstance.FAILURES), f.cause()));
    } catch (BackendException e) {
      hands.allow(hands.in(Circumstance.FAILURES), e);
    }
  }

  static Gc gc(Hands hands, Duration grace, Duration window) {
    return hands.repository.gc().withGracePeriod(grace).withUndeleteWindow(window);
  }

  /** Checks that fsck raises no false alarm, whatever happens concurrently. */
  static Operation fsck() {
    return new Operation(
        Operation.Kind.CHECK,
        "check the repository",
        hands -> {
          try {
            List<String> violations = violations(hands, hands.in(Circumstance.INTRUDERS));
            hands.claim(
                (oracle, span) ->
                    check(violations.isEmpty(), 9, () -> "fsck reports " + violations));
          } catch (ArtifactException e) {
            hands.allow(e instanceof BackendException && hands.in(Circumstance.FAILURES), e);
          }
        });
  }

  /** Returns the violations found by fsck, except those that intruders cause. */
  static List<String> violations(Hands hands, boolean intruders) {
    return hands
        .repository
        .fsck()
        .violations()
        .filter(v -> v.kind() != Kind.UNSETTLED)
        .filter(
            v ->
                !intruders
                    || (v.kind() != Kind.BLOB_NOT_RESERVED && v.kind() != Kind.NUMBER_GIVEN_UP))
        .map(Object::toString)
        .toList();
  }
}
