package dev.versioned.internal.catalog;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.StateEntry;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

// Over 300 lines: a short method for each kind of record.
/**
 * The writes of an import. Each creates records and replaces none; where a record exists, it is
 * returned, so that the import recognizes its own, or an equal one.
 */
public final class ImportWrites {
  private final ItemStore items;
  private final ArtifactCounter counter;
  private final VersionReader reader;
  private final AliasPartition aliases;
  private final LatestItem latest;

  ImportWrites(
      ItemStore items,
      ArtifactCounter counter,
      VersionReader reader,
      AliasPartition aliases,
      LatestItem latest) {
    this.items = items;
    this.counter = counter;
    this.reader = reader;
    this.aliases = aliases;
    this.latest = latest;
  }

  /**
   * Creates the artifact, or raises its last number, so that no publisher gets a number of the
   * import. Of an artifact whose last number is as high already, nothing changes.
   *
   * @param wanted the artifact as it was exported
   * @return false if the last number was raised by others meanwhile: call again
   */
  public boolean raise(ArchiveEntry.Counter wanted) {
    ArtifactRecord record = wanted.artifact();
    ArtifactName artifact = record.artifact();
    String purpose = "import " + artifact;
    Optional<ArtifactRecord> current = counter.find(artifact);
    if (current.isEmpty()) {
      return items.write(
              purpose, new ItemWrite.Put(ArtifactItems.write(wanted), Condition.absent()))
          instanceof ItemWrite.Written;
    }
    long last = current.get().lastNumber();
    // rule: imported-counter-never-falls
    if (last >= record.lastNumber()) {
      return true;
    }
    List<ItemChange> changes = new ArrayList<>();
    changes.add(ItemChange.set(Attributes.LAST_NUMBER, record.lastNumber()));
    changes.add(text(Attributes.FINGERPRINT, record.fingerprint()));
    changes.add(text(Attributes.ATTEMPT_ID, record.attemptId()));
    if (wanted.listed()) {
      changes.add(ItemChange.set(Attributes.LISTED, ArtifactCounter.YES));
    }
    Condition unchanged = Condition.equal(Attributes.LAST_NUMBER, last);
    return items.write(
            purpose,
            new ItemWrite.Update(
                Keys.artifact(artifact),
                changes,
                Schema.known()
                    .and(
                        last == 0
                            ? unchanged.or(Condition.missing(Attributes.LAST_NUMBER))
                            : unchanged)))
        instanceof ItemWrite.Written;
  }

  private static ItemChange text(String attribute, String value) {
    return value.isEmpty() ? new ItemChange.Remove(attribute) : ItemChange.set(attribute, value);
  }

  /**
   * Writes the record of a number, and the state of its version, if it ever changed, in one
   * transaction: an EXPIRED version has no bytes, and must never seem ACTIVE.
   *
   * @param entry the version or tombstone
   * @return the record that the number has already; empty if it was written
   */
  public Optional<NumberRecord> commit(VersionEntry entry) {
    String purpose = "import " + entry.artifact() + ":" + entry.number();
    if (!(entry instanceof VersionEntry.Committed version)) {
      return record(
          items.write(
              purpose, new ItemWrite.Put(VersionItems.writeUnused(entry), Condition.absent())));
    }
    ItemWrite put =
        new ItemWrite.Put(
            VersionItems.write(version.record()),
            // rule: imported-version-replaces-no-record
            Condition.absent());
    // rule: imported-state-comes-with-its-version
    if (version.status().neverDeleted()) {
      return record(items.write(purpose, put));
    }
    ItemWrite state =
        new ItemWrite.Put(
            StateItems.write(
                new StateEntry(version.artifact(), version.number(), version.status())),
            Condition.absent());
    ItemWrite.TransactionResult result = items.writeAll(purpose, List.of(put, state));
    if (!(result instanceof ItemWrite.NoneWritten refused)) {
      return Optional.empty();
    }
    SortedMap<Integer, Optional<Item>> refusals = refused.refusals();
    if (refusals.containsKey(0)) {
      return refusals.get(0).map(reader::readRecord);
    } else if (refusals.containsKey(1)) {
      throw AliasPartition.damaged(purpose, "the number has a state and no record");
    }
    throw VersionPartition.contended(purpose);
  }

  private Optional<NumberRecord> record(ItemWrite.Result result) {
    return result instanceof ItemWrite.Refused refused
        ? refused.current().map(reader::readRecord)
        : Optional.empty();
  }

  /** Writes the signature of a version, unless its key has signed the version here. */
  public boolean signature(VersionSignature signature) {
    return items.write(
            "import the signature of " + signature.artifact() + ":" + signature.number(),
            SignatureItems.add(signature))
        instanceof ItemWrite.Written;
  }

  /** Writes the attestation of a version, unless it is attached here. */
  public boolean attestation(VersionAttestation attached) {
    return items.write(
            "import an attestation of " + attached.artifact() + ":" + attached.number(),
            AttestationItems.add(attached))
        instanceof ItemWrite.Written;
  }

  /**
   * Writes the labels of a version, unless it was labelled here: then they are newer.
   *
   * @param stored the labels
   * @return whether they were written
   */
  public boolean labels(StoredLabels stored) {
    return items.write(
            "import the labels of " + stored.labels().artifact() + ":" + stored.labels().number(),
            LabelItems.add(stored))
        instanceof ItemWrite.Written;
  }

  /**
   * Writes {@code $LATEST}.
   *
   * @param artifact the artifact
   * @param wanted the working copy, with the tag of its upload in this store, or its tombstone
   * @return what was put before, if anything was; empty if it was written
   */
  public Optional<ArchiveEntry.Latest> latest(ArtifactName artifact, ArchiveEntry.Latest wanted) {
    return latest
        .putFirst("import " + artifact + ":$LATEST", artifact, wanted.revision(), wanted.copy())
        .map(entry -> new ArchiveEntry.Latest(entry.revision(), entry.copy()));
  }

  /**
   * Reads {@code $LATEST}.
   *
   * @param artifact the artifact
   * @return the working copy or its tombstone, if anything was ever put
   */
  public Optional<ArchiveEntry.Latest> findLatest(ArtifactName artifact) {
    return latest
        .find(artifact)
        .map(entry -> new ArchiveEntry.Latest(entry.revision(), entry.copy()));
  }

  /**
   * Writes an idempotency key of a publish, unless it is in use.
   *
   * @param key the key
   * @param at the time; a key that expired before may be used again
   * @return the key in use; empty if it was written
   */
  public Optional<IdempotencyRecord> key(IdempotencyRecord key, Instant at) {
    return put(
            "import idempotency key " + key.key() + " of " + key.artifact(),
            ArtifactItems.write(key),
            // rule: imported-key-replaces-no-key-in-use
            ArtifactItems.free(at))
        .map(ArtifactItems::readKey);
  }

  /**
   * Writes an idempotency key of a move, unless it is in use.
   *
   * @param move the key
   * @param at the time; a key that expired before may be used again
   * @return the key in use; empty if it was written
   */
  public Optional<MoveRecord> move(MoveRecord move, Instant at) {
    return put(
            "import idempotency key " + move.key() + " of " + move.artifact() + ":" + move.alias(),
            ArtifactItems.write(move),
            ArtifactItems.free(at))
        .map(ArtifactItems::readMove);
  }

  /**
   * Lists the idempotency keys of the moves of an artifact's aliases.
   *
   * @param artifact the artifact
   * @param pageSize how many to read at a time
   * @return the keys
   */
  public Stream<MoveRecord> moves(ArtifactName artifact, int pageSize) {
    return aliases.moves(artifact, pageSize);
  }

  /**
   * Writes a row of a ledger.
   *
   * @param row the row
   * @return the row that the revision has already; empty if it was written
   */
  public Optional<LedgerRow> row(LedgerRow row) {
    return put(
            "import revision "
                + row.entry().revision()
                + " of "
                + row.entry().artifact()
                + ":"
                + row.entry().alias(),
            LedgerItems.write(row),
            // rule: imported-row-replaces-none
            Condition.absent())
        .map(LedgerItems::read);
  }

  /**
   * Writes overrides of an alias.
   *
   * @param overrides the overrides
   * @return the overrides that the revision has already; empty if they were written
   */
  public Optional<OverridesRecord> overrides(OverridesRecord overrides) {
    return put(
            "import the overrides of revision "
                + overrides.overrides().revision()
                + " of "
                + overrides.artifact()
                + ":"
                + overrides.alias(),
            OverridesItems.write(overrides),
            Condition.absent())
        .map(OverridesItems::read);
  }

  private Optional<Item> put(String purpose, Item item, Condition condition) {
    ItemWrite.Result result = items.write(purpose, new ItemWrite.Put(item, condition));
    return result instanceof ItemWrite.Refused refused ? refused.current() : Optional.empty();
  }

  /** The result of writing an alias. */
  public sealed interface AliasResult {}

  /** The alias was written, and the references of its versions counted. */
  public record AliasWritten() implements AliasResult {}

  /**
   * The name has an entry already. Nothing was written.
   *
   * @param entry the entry
   */
  public record AliasExists(AliasEntry entry) implements AliasResult {}

  /** A version that it points to is not ACTIVE. Nothing was written. */
  public record AliasOfDeleted() implements AliasResult {}

  /**
   * Writes an alias and counts it as a reference of each of its versions, in one transaction. The
   * caller has written its ledger.
   *
   * @param entry the alias, or the tombstone of a deleted one
   * @return the result
   */
  public AliasResult alias(AliasEntry entry) {
    String purpose = "import alias " + entry.artifact() + ":" + entry.name();
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(
        new ItemWrite.Put(
            AliasItems.write(entry),
            // rule: imported-alias-replaces-none
            Condition.absent()));
    entry
        .present()
        .ifPresent(
            present -> {
              for (VersionNumber number : present.alias().targets()) {
                // rule: imported-alias-is-counted
                writes.add(StatePartition.gain(entry.artifact(), number, 1));
              }
            });
    ItemWrite.TransactionResult result = items.writeAll(purpose, writes);
    if (!(result instanceof ItemWrite.NoneWritten refused)) {
      return new AliasWritten();
    }
    SortedMap<Integer, Optional<Item>> refusals = refused.refusals();
    Optional<Item> existing = refusals.get(0);
    if (existing != null) {
      return new AliasExists(aliases.read(existing.orElseThrow()));
    } else if (!refusals.isEmpty()) {
      return new AliasOfDeleted();
    }
    throw VersionPartition.contended(purpose);
  }
}
