package dev.versioned.internal.archive;

import dev.versioned.internal.catalog.ArchiveEntry;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.RolloutSteps;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionSignature;
import java.util.Iterator;
import java.util.Optional;

/**
 * Goes through the entries of an artifact, and through what the target has, at the same time;
 * writes nothing.
 */
class Walk {
  private static final String ROLLOUT_ENDED =
      "imported from another repository; a rollout continues only where it was started";

  final Comparison target;
  private final CopyRequest request;
  private boolean numbers = true;

  Walk(Comparison target, CopyRequest request) {
    this.target = target;
    this.request = request;
  }

  void all(Iterator<ArchiveEntry> entries) {
    while (entries.hasNext()) {
      entry(entries.next());
    }
    endNumbers();
  }

  private void entry(ArchiveEntry entry) {
    if (entry instanceof ArchiveEntry.Counter counter) {
      target.begin(counter);
      counter(counter);
      return;
    } else if (entry instanceof ArchiveEntry.Numbered number) {
      decided(target.isMissing(number.entry()), () -> number(number.entry()), number);
      return;
    }
    endNumbers();
    if (entry instanceof ArchiveEntry.Key key) {
      decided(target.isMissing(key.record()), () -> key(key.record()), key);
    } else if (entry instanceof ArchiveEntry.Signed signed) {
      decided(target.isMissing(signed.signature()), () -> signature(signed.signature()), signed);
    } else if (entry instanceof ArchiveEntry.Attested attested) {
      VersionAttestation attestation = attested.attestation();
      decided(target.isMissing(attestation), () -> attestation(attestation), attested);
    } else if (entry instanceof ArchiveEntry.Labelled labelled) {
      decided(target.isMissing(labelled.stored()), () -> labels(labelled.stored()), labelled);
    } else if (entry instanceof ArchiveEntry.Latest latest) {
      decided(target.isMissing(latest), () -> latest(latest), latest);
    } else if (entry instanceof ArchiveEntry.Alias alias && request.wants(alias.entry().name())) {
      AliasEntry ended = ended(alias.entry());
      decided(target.isMissing(ended), () -> alias(ended), alias);
    } else if (entry instanceof ArchiveEntry.Move move && request.wants(move.record().alias())) {
      decided(target.isMissing(move.record()), () -> move(move.record()), move);
    } else if (entry instanceof ArchiveEntry.Row row && request.wants(row.row().entry().alias())) {
      decided(target.isMissing(row.row()), () -> row(row.row()), row);
    } else if (entry instanceof ArchiveEntry.Overridden overridden
        && request.wants(overridden.record().alias())) {
      decided(
          target.isMissing(overridden.record()), () -> overrides(overridden.record()), overridden);
    }
  }

  private void endNumbers() {
    if (numbers) {
      numbers = false;
      target.endNumbers();
    }
  }

  private void decided(boolean missing, Runnable write, ArchiveEntry entry) {
    if (missing) {
      write.run();
    } else {
      skipped(entry);
    }
  }

  void counter(ArchiveEntry.Counter counter) {}

  void number(VersionEntry entry) {}

  void key(IdempotencyRecord key) {}

  void signature(VersionSignature signature) {}

  void attestation(VersionAttestation attestation) {}

  void labels(StoredLabels stored) {}

  void latest(ArchiveEntry.Latest latest) {}

  void alias(AliasEntry entry) {}

  void move(MoveRecord move) {}

  void row(LedgerRow row) {}

  void overrides(OverridesRecord record) {}

  void skipped(ArchiveEntry entry) {}

  static NumberRecord recordOf(VersionEntry entry) {
    return entry instanceof VersionEntry.Committed version
        ? version.record()
        : (VersionEntry.Unused) entry;
  }

  /**
   * Ends the rollout of an alias: otherwise two repositories would continue it. The move that did
   * so was made here, so it has no signature of the source.
   */
  private static AliasEntry ended(AliasEntry entry) {
    // rule: imported-rollout-has-ended
    if (entry instanceof AliasEntry.Present present && present.rolloutUnderWay().isPresent()) {
      return new AliasEntry.Present(
          present.alias(),
          present.moveId(),
          present.servingRevision(),
          present.rollbackRevision(),
          present
              .rollout()
              .map(rollout -> RolloutSteps.superseded(rollout, ROLLOUT_ENDED, present.updatedAt())),
          // rule: imported-rollout-keeps-the-chain
          present.rowHash(),
          Optional.empty()); // what was signed is another state
    }
    return entry;
  }
}
