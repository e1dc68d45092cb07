package dev.versioned.simulation;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import dev.versioned.model.VersionState;
import dev.versioned.spi.BlobInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The complete contents of two stores, to be compared and kept. */
record Snapshot(
    Optional<ArtifactRecord> artifact,
    boolean listed,
    List<VersionEntry> entries,
    List<AliasEntry> aliases,
    List<LedgerRow> ledger,
    Optional<WorkingCopy> copy,
    long latestRevision,
    Optional<Version> latest,
    List<IdempotencyRecord> keys,
    Map<BlobInfo, Digest> blobs,
    Set<String> abandonedUploads) {

  static Snapshot of(Recording stores) {
    ArtifactName name = Worlds.ARTIFACT;
    Records records = new Records(stores.items);
    List<AliasEntry> aliases = records.aliases(name);
    List<LedgerRow> ledger = new ArrayList<>();
    for (AliasEntry alias : aliases) {
      ledger.addAll(records.ledger(name, alias.name()));
    }
    return new Snapshot(
        records.artifact(name),
        records.isListed(name),
        records.versions(name),
        aliases,
        ledger,
        records.workingCopy(name),
        records.latestRevision(name),
        records.latest(name).latest(),
        records.keys(name),
        stores
            .blobs
            .list(name)
            .collect(
                Collectors.toMap(
                    Function.identity(), blob -> Bytes.digest(stores.blobs, blob.key()))),
        stores.abandonedUploads());
  }

  long lastNumber() {
    return artifact.map(ArtifactRecord::lastNumber).orElse(0L);
  }

  /** Checks conditions that hold in any state. */
  void check() {
    Map<String, Digest> bytes = new HashMap<>();
    blobs.forEach((blob, digest) -> bytes.put(blob.key().value(), digest));
    for (VersionEntry entry : entries) {
      if (entry instanceof VersionEntry.Committed committed) {
        long references =
            aliases.stream()
                .filter(alias -> versionsOf(alias).contains(committed.number()))
                .count();
        Oracle.check(references == committed.references(), 6, () -> "wrong count: " + committed);
        Oracle.check(
            references == 0 || committed.state() == VersionState.ACTIVE,
            6,
            () -> "in use: " + entry);
        Version version = committed.version();
        Oracle.check(
            committed.state() == VersionState.EXPIRED
                || version.digest().equals(bytes.get(version.key().value())),
            1,
            () -> "no bytes, or others: " + entry);
      }
    }
    copy.ifPresent(
        copied ->
            Oracle.check(
                copied.version().digest().equals(bytes.get(copied.version().key().value())),
                1,
                () -> "no bytes: $LATEST"));
    checkKeys();
    checkLedger();
  }

  /** Checks that an artifact with any contents is listed. */
  void checkListed() {
    Oracle.check(
        listed || latest.isEmpty(), 1, () -> latest + " is there, and the artifact is not listed");
  }

  private static Set<?> versionsOf(AliasEntry alias) {
    return alias instanceof AliasEntry.Present present ? present.alias().targets() : Set.of();
  }

  private void checkKeys() {
    for (IdempotencyRecord key : keys) {
      Oracle.check(
          entries.stream()
              .anyMatch(
                  e -> e instanceof VersionEntry.Committed && e.number().equals(key.version())),
          5,
          () -> key + " stands for nothing");
    }
  }

  private void checkLedger() {
    for (AliasEntry alias : aliases) {
      List<LedgerRow> rows =
          ledger.stream().filter(row -> row.entry().alias().equals(alias.name())).toList();
      Oracle.check(rows.size() == alias.revision(), 7, () -> "rows are missing: " + rows);
      for (int i = 0; i < rows.size(); i++) {
        Oracle.check(rows.get(i).entry().revision() == rows.size() - i, 7, () -> "a gap: " + rows);
        Oracle.check(
            i == rows.size() - 1
                ? rows.get(i).entry().before().isEmpty()
                : rows.get(i).entry().before().equals(rows.get(i + 1).entry().after()),
            7,
            () -> "no chain: " + rows);
      }
      Oracle.check(
          rows.get(0).moveId().equals(alias.moveId()), 7, () -> "not the last row's: " + alias);
    }
  }

  /** Checks conditions of a step from one state to another. */
  void checkStepFrom(Snapshot before) {
    long step = lastNumber() - before.lastNumber();
    Oracle.check(
        step == 0 || step == 1, 3, () -> "numbers: " + before.lastNumber() + " " + lastNumber());
    Map<Object, VersionEntry> now = new HashMap<>();
    entries.forEach(entry -> now.put(entry.number(), entry));
    for (VersionEntry old : before.entries) {
      VersionEntry entry = now.get(old.number());
      boolean same =
          old instanceof VersionEntry.Committed from
              ? entry instanceof VersionEntry.Committed to
                  && from.version().equals(to.version())
                  && (from.state() != VersionState.EXPIRED || to.state() == VersionState.EXPIRED)
              : old.equals(entry);
      Oracle.check(same, 2, () -> old + " became " + entry);
    }
    Oracle.check(
        new HashSet<>(ledger).containsAll(before.ledger), 7, () -> "the ledger was changed");
    Oracle.check(keys.containsAll(before.keys), 5, () -> "a key was changed");
    for (Map.Entry<BlobInfo, Digest> blob : before.blobs.entrySet()) {
      boolean rewritten =
          blobs.entrySet().stream()
              .anyMatch(b -> b.getKey().key().equals(blob.getKey().key()) && !b.equals(blob));
      Oracle.check(!rewritten, 2, () -> "written twice: " + blob.getKey());
    }
  }

  /** Checks that nothing is left unreferenced. */
  void checkNoOrphan() {
    Set<String> referenced = new HashSet<>();
    for (VersionEntry entry : entries) {
      if (entry instanceof VersionEntry.Committed committed
          && committed.state() != VersionState.EXPIRED) {
        referenced.add(committed.version().key().value());
      }
    }
    copy.ifPresent(copied -> referenced.add(copied.version().key().value()));
    blobs
        .keySet()
        .forEach(
            b -> Oracle.check(referenced.contains(b.key().value()), 9, () -> "left over: " + b));
  }
}
