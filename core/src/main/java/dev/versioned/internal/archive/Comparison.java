package dev.versioned.internal.archive;

import dev.versioned.internal.catalog.ArchiveEntry;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.ImportWrites;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Page;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

// Over 300 lines: one comparison for each kind of record.
/**
 * Compares the entries of an archive, in their order, with what the target has: each is missing
 * there, or equal, or refused. Numbers and rows come in descending order in both, so that neither
 * needs to be held in memory.
 */
final class Comparison {
  private final Catalog catalog;
  private final ImportWrites writes;
  private final ArtifactName artifact;
  private final int pageSize;
  private final Instant now;
  private boolean known;
  private long lastNumber;
  private @Nullable Iterator<VersionEntry> numbers;
  private @Nullable VersionEntry nextNumber;
  private final Set<VersionNumber> deleted = new HashSet<>();
  private final KnownSignatures signed;
  private final KnownLabels labelled;
  private @Nullable Map<String, IdempotencyRecord> keys;
  private @Nullable Map<String, AliasEntry> aliases;
  private @Nullable Map<String, MoveRecord> moves;
  private String ledgerOf = "";
  private Iterator<LedgerRow> ledger = Collections.emptyIterator();
  private @Nullable LedgerRow nextRow;

  Comparison(Catalog catalog, ArtifactName artifact, int pageSize, Instant now) {
    this.catalog = catalog;
    this.writes = catalog.imports();
    this.artifact = artifact;
    this.pageSize = pageSize;
    this.now = now;
    this.signed = new KnownSignatures(catalog, artifact, pageSize);
    this.labelled = new KnownLabels(catalog, artifact, pageSize);
  }

  /**
   * Begins with the artifact itself, and reads whether the target knows it: if not, nothing else
   * needs to be read.
   */
  void begin(ArchiveEntry.Counter counter) {
    known = catalog.findArtifact(artifact).isPresent();
    lastNumber = counter.artifact().lastNumber();
  }

  boolean isMissing(VersionEntry entry) {
    VersionEntry there = known ? numberAt(entry.number()) : null;
    if (there == null) {
      return true;
    }
    checkNumber(Walk.recordOf(entry), Walk.recordOf(there));
    if (there instanceof VersionEntry.Committed version && version.active().isEmpty()) {
      deleted.add(there.number());
    }
    return false;
  }

  private @Nullable VersionEntry numberAt(VersionNumber number) {
    while (true) {
      VersionEntry there = peekNumber();
      if (there == null || there.number().compareTo(number) < 0) {
        return null;
      }
      nextNumber = null;
      if (there.number().equals(number)) {
        return there;
      }
      throw extra(there);
    }
  }

  private @Nullable VersionEntry peekNumber() {
    Iterator<VersionEntry> all = numbers;
    if (all == null) {
      all =
          Page.<VersionEntry>stream(
                  last ->
                      catalog.versions(artifact, last == null ? first() : last.number(), pageSize))
              .iterator();
      numbers = all;
    }
    if (nextNumber == null && all.hasNext()) {
      nextNumber = all.next();
    }
    return nextNumber;
  }

  private @Nullable VersionNumber first() {
    return lastNumber >= VersionNumber.MAX ? null : VersionNumber.of(lastNumber + 1);
  }

  /** Ends the numbers: the target must have no others up to the last one of the archive. */
  void endNumbers() {
    VersionEntry there = known ? peekNumber() : null;
    // rule: target-has-no-number-that-the-archive-lacks
    if (there != null) {
      throw extra(there);
    }
  }

  private AlreadyExistsException extra(VersionEntry there) {
    return refused(
        "version " + there.number(), "exists, and the import has no such number", there.number());
  }

  /** Refuses a record that is not the one of the archive. */
  void checkNumber(NumberRecord wanted, NumberRecord there) {
    // rule: version-that-differs-is-not-imported
    if (!wanted.equals(there)) {
      throw refused(
          "version " + there.number(),
          there instanceof VersionEntry.Abandoned
              ? "was closed by gc: a publish, or an import that was interrupted for longer than gc's"
                  + " grace period, did not finish it"
              : "exists and is different",
          there.number());
    }
  }

  boolean isMissing(VersionSignature signature) {
    return !known || signed.isMissing(signature);
  }

  boolean isMissing(VersionAttestation attestation) {
    return !known || signed.isMissing(attestation);
  }

  boolean isMissing(StoredLabels stored) {
    return !known || labelled.isMissing(stored);
  }

  boolean isMissing(IdempotencyRecord key) {
    Map<String, IdempotencyRecord> all = keys;
    if (all == null) {
      all =
          indexed(
              Page.stream(
                  last -> catalog.keys(artifact, last == null ? null : last.key(), pageSize)),
              there -> there.key().value());
      keys = all;
    }
    IdempotencyRecord there = all.get(key.key().value());
    if (there == null || !there.expiresAt().isAfter(now)) {
      return key.expiresAt().isAfter(now);
    }
    checkKey(key, there);
    return false;
  }

  void checkKey(IdempotencyRecord key, IdempotencyRecord there) {
    checkEqual("idempotency key " + key.key(), key, there);
  }

  boolean isMissing(MoveRecord move) {
    Map<String, MoveRecord> all = moves;
    if (all == null) {
      all = indexed(writes.moves(artifact, pageSize), there -> there.alias() + "#" + there.key());
      moves = all;
    }
    MoveRecord there = all.get(move.alias() + "#" + move.key());
    if (there == null || !there.expiresAt().isAfter(now)) {
      return move.expiresAt().isAfter(now);
    }
    checkMove(move, there);
    return false;
  }

  void checkMove(MoveRecord move, MoveRecord there) {
    checkEqual("idempotency key " + move.key() + " of alias " + move.alias(), move, there);
  }

  boolean isMissing(AliasEntry entry) {
    Map<String, AliasEntry> all = aliases;
    if (all == null) {
      all =
          indexed(
              Page.stream(
                  last -> catalog.aliases(artifact, last == null ? null : last.name(), pageSize)),
              there -> there.name().value());
      aliases = all;
    }
    AliasEntry there = all.get(entry.name().value());
    if (there != null) {
      checkAlias(entry, there);
      return false;
    }
    Set<VersionNumber> targets =
        entry.present().map(present -> present.alias().targets()).orElse(Set.of());
    for (VersionNumber number : targets) {
      if (deleted.contains(number)) {
        throw ofDeleted(entry, number);
      }
    }
    return true;
  }

  void checkAlias(AliasEntry entry, AliasEntry there) {
    // rule: alias-that-differs-is-not-imported
    checkEqual("alias " + entry.name(), entry, there);
  }

  AlreadyExistsException ofDeleted(AliasEntry entry, Object number) {
    return refused(
        "alias " + entry.name(),
        "points to version " + number + ", which is deleted here; restore it",
        entry.name());
  }

  boolean isMissing(LedgerRow row) {
    String alias = row.entry().alias().value();
    long revision = row.entry().revision();
    if (!alias.equals(ledgerOf)) {
      ledgerOf = alias;
      nextRow = null;
      ledger =
          known
              ? Page.<LedgerRow>stream(
                      last ->
                          catalog.ledger(
                              artifact,
                              row.entry().alias(),
                              last == null ? revision + 1 : last.entry().revision(),
                              pageSize))
                  .iterator()
              : Collections.emptyIterator();
    }
    while (nextRow == null || nextRow.entry().revision() > revision) {
      if (!ledger.hasNext()) {
        return true;
      }
      nextRow = ledger.next();
    }
    if (nextRow.entry().revision() < revision) {
      return true;
    }
    checkRow(row, nextRow);
    return false;
  }

  boolean isMissing(OverridesRecord record) {
    long revision = record.overrides().revision();
    // A list, because who imports may list the items of aliases, and not read them.
    Optional<OverridesRecord> there =
        known
            ? catalog.overrides(artifact, record.alias(), revision + 1, 1).items().stream()
                .filter(latest -> latest.overrides().revision() == revision)
                .findFirst()
            : Optional.empty();
    there.ifPresent(existing -> checkOverrides(record, existing));
    return there.isEmpty();
  }

  void checkOverrides(OverridesRecord record, OverridesRecord there) {
    checkEqual(
        "overrides of revision " + record.overrides().revision() + " of alias " + record.alias(),
        record,
        there);
  }

  void checkRow(LedgerRow row, LedgerRow there) {
    checkEqual(
        "revision " + row.entry().revision() + " of alias " + row.entry().alias(), row, there);
  }

  boolean isMissing(ArchiveEntry.Latest latest) {
    Optional<ArchiveEntry.Latest> there = known ? writes.findLatest(artifact) : Optional.empty();
    there.ifPresent(existing -> checkLatest(latest, existing));
    return there.isEmpty();
  }

  /** The tag of the upload is the store's own; nothing else may differ. */
  void checkLatest(ArchiveEntry.Latest latest, ArchiveEntry.Latest there) {
    // rule: copy-that-differs-is-not-imported
    checkEqual("$LATEST", latest.tagged(copy -> ""), there.tagged(copy -> ""));
  }

  private <T> Map<String, T> indexed(Stream<T> all, Function<T, String> name) {
    return known ? all.collect(Collectors.toMap(name, one -> one)) : Map.of();
  }

  private void checkEqual(String what, Object wanted, Object there) {
    if (!wanted.equals(there)) {
      throw refused(what, "exists and is different", what);
    }
  }

  private AlreadyExistsException refused(String what, String why, Object existing) {
    return new AlreadyExistsException(
        "Cannot import "
            + artifact
            + ": its "
            + what
            + " "
            + why
            + "; nothing was overwritten, import into an empty place",
        existing.toString());
  }
}
