package dev.versioned.internal.catalog;

import dev.versioned.fleet.ProcessReport;
import dev.versioned.internal.AtOnce;
import dev.versioned.internal.Kinds;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.AliasMoveSet;
import dev.versioned.internal.record.AliasRef;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.CommitResult;
import dev.versioned.internal.record.FleetShard;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LatestView;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.StateChange;
import dev.versioned.internal.record.StateEntry;
import dev.versioned.internal.record.StoredAlias;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.AliasName;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

// Over 300 lines: one or two of code for each operation, the rest says what it guarantees.
/**
 * Keeps versions, aliases and ledgers as items, and changes them by compare-and-swap. Every rule of
 * the stored form is in this package.
 *
 * <p>The caller guarantees that numbers come from {@link #reserve}, that the blob of a committed
 * version is complete, and that every {@link AliasMove} carries its ledger row and the references
 * it gains and releases, of versions whose records the caller has seen. Each write is atomic and
 * happens only if its condition holds at that moment. Every read sees all writes that finished
 * before it, except the listing of artifact names.
 *
 * <p>A write may be applied and its reply lost; the caller then repeats the call and recognizes its
 * own write by the attempt or move id in the result. Thread-safe. Every method throws {@link
 * BackendException} if the store refuses or fails, and {@link UnreadableRecordException} if it
 * finds an item that is not a valid record. Each makes one request, which is a transaction if it
 * writes several items; {@link #findVersion}, {@link #versions} and {@link #latest} make two or
 * three requests at the same time, because a version's state is stored apart from its record.
 */
public final class Catalog implements AutoCloseable {

  /** The most versions that one {@link AliasMove} with an idempotency key may gain and release. */
  public static final int VERSIONS_PER_MOVE = AliasMoveSet.ITEMS - 3;

  private final ItemStore items;
  private final Executor executor;
  private final String place;
  private final ArtifactCounter artifacts;
  private final VersionPartition records;
  private final StatePartition states;
  private final VersionStates versions;
  private final LatestItem latest;
  private final AliasPartition aliases;
  private final RolloutIndex rollouts;
  private final AsidePartition aside;
  private final SignatureItems signatures;
  private final AttestationItems attestations;
  private final LabelItems labels;
  private final FleetPartition fleet;

  /**
   * Makes a catalog.
   *
   * @param items stores the items; closed with the catalog
   * @param executor runs the second of two reads at the same time
   */
  public Catalog(ItemStore items, Executor executor) {
    this(items, executor, Version.NO_PLACE);
  }

  /**
   * Makes a catalog.
   *
   * @param items stores the items; closed with the catalog
   * @param executor runs the second of two reads at the same time
   * @param place where the blobs of the versions are stored, see {@link Version#place}
   */
  public Catalog(ItemStore items, Executor executor, String place) {
    this.place = place;
    VersionReader reader = new VersionReader(place);
    this.items = items;
    this.executor = executor;
    this.artifacts = new ArtifactCounter(items);
    this.records = new VersionPartition(items, reader);
    this.states = new StatePartition(items);
    this.versions = new VersionStates(records, states, executor);
    this.latest = new LatestItem(items, reader);
    this.aliases = new AliasPartition(items, reader, records);
    this.rollouts = new RolloutIndex(items, aliases);
    this.aside = new AsidePartition(items, reader, aliases);
    this.signatures = new SignatureItems(items);
    this.attestations = new AttestationItems(items);
    this.labels = new LabelItems(items);
    this.fleet = new FleetPartition(items);
  }

  /**
   * Returns where the blobs of the versions are stored.
   *
   * @return the place of each version
   */
  public String place() {
    return place;
  }

  /**
   * Reserves the next version number.
   *
   * @param wish the artifact, the content and the condition
   * @return the number, or the reason for the refusal
   */
  public Reservation.Result reserve(Reservation wish) {
    return artifacts.reserve(wish);
  }

  /**
   * Commits a version, and an idempotency key with it, if the number has no entry and the key is
   * free, or had expired when the version was created.
   *
   * @param version the version's record; the version is ACTIVE and without references
   * @param key the key to record in the same transaction; null for none
   * @return the result
   */
  public CommitResult commit(VersionRecord version, @Nullable IdempotencyRecord key) {
    return commit(version, key, null);
  }

  /**
   * Commits a version as {@link #commit(VersionRecord, IdempotencyRecord)} does, with its signature
   * in the same transaction.
   *
   * @param version the version's record; the version is ACTIVE and without references
   * @param key the key to record in the same transaction; null for none
   * @param signature the signature to record in the same transaction; null for none
   * @return the result
   */
  public CommitResult commit(
      VersionRecord version,
      @Nullable IdempotencyRecord key,
      @Nullable VersionSignature signature) {
    return records.commit(version, key, signature);
  }

  /**
   * Records the signature of a version, if its key has not signed the version before.
   *
   * @param signature the signature
   * @return the signature that the key made before, if there is one; it stays
   */
  public Optional<VersionSignature> sign(VersionSignature signature) {
    return signatures.sign(signature);
  }

  /**
   * Reads the signature of a version by one key.
   *
   * @param artifact the artifact
   * @param number the version
   * @param keyId the key
   * @return the signature, if the key signed the version
   */
  public Optional<VersionSignature> findSignature(
      ArtifactName artifact, VersionNumber number, String keyId) {
    return signatures.find(artifact, number, keyId);
  }

  /**
   * Lists the signatures of all versions of an artifact, in the order of their numbers.
   *
   * @param artifact the artifact
   * @param after only signatures after this one; null for all
   * @param limit how many at most, 1 or more
   * @param unreadable receives the items that cannot be read; they are left out
   * @return the next signatures
   */
  public Page<VersionSignature> signatures(
      ArtifactName artifact, @Nullable VersionSignature after, int limit, Unreadable unreadable) {
    return signatures.list(artifact, after, limit, unreadable);
  }

  /**
   * Lists the signatures of a version, in the order of the keys' ids.
   *
   * @param artifact the artifact
   * @param number the version
   * @param afterKeyId only keys after this one; null for all
   * @param limit how many at most, 1 or more
   * @param unreadable receives the items that cannot be read; they are left out
   * @return the next signatures
   */
  public Page<VersionSignature> signatures(
      ArtifactName artifact,
      VersionNumber number,
      @Nullable String afterKeyId,
      int limit,
      Unreadable unreadable) {
    return signatures.list(artifact, number, afterKeyId, limit, unreadable);
  }

  /**
   * Attaches an attestation to a version, unless it is attached already.
   *
   * @param attestation the attestation
   * @return the one that was attached before, if there is one; it stays
   */
  public Optional<VersionAttestation> attach(VersionAttestation attestation) {
    return attestations.attach(attestation);
  }

  /**
   * Lists the attestations of all versions of an artifact, in the order of their numbers.
   *
   * @param artifact the artifact
   * @param after only attestations after this one; null for all
   * @param limit how many at most, 1 or more
   * @param unreadable receives the items that cannot be read; they are left out
   * @return the next attestations
   */
  public Page<VersionAttestation> attestations(
      ArtifactName artifact, @Nullable VersionAttestation after, int limit, Unreadable unreadable) {
    return attestations.list(artifact, after, limit, unreadable);
  }

  /**
   * Lists the attestations of a version, those of one predicate type next to each other.
   *
   * @param artifact the artifact
   * @param number the version's number
   * @param after only attestations after this one; null for all
   * @param limit how many at most, 1 or more
   * @param unreadable receives the items that cannot be read; they are left out
   * @return the next attestations
   */
  public Page<VersionAttestation> attestations(
      ArtifactName artifact,
      VersionNumber number,
      @Nullable VersionAttestation after,
      int limit,
      Unreadable unreadable) {
    return attestations.list(artifact, number, Keys.attestations(number), after, limit, unreadable);
  }

  /**
   * Lists the attestations of a version that are of one predicate type; no others are read.
   *
   * @param artifact the artifact
   * @param number the version's number
   * @param predicateType the predicate type
   * @param after only attestations after this one; null for all
   * @param limit how many at most, 1 or more
   * @param unreadable receives the items that cannot be read; they are left out
   * @return the next attestations
   */
  public Page<VersionAttestation> attestations(
      ArtifactName artifact,
      VersionNumber number,
      String predicateType,
      @Nullable VersionAttestation after,
      int limit,
      Unreadable unreadable) {
    return attestations.list(
        artifact, number, Keys.attestations(number, predicateType), after, limit, unreadable);
  }

  /**
   * Reads the labels of a version.
   *
   * @param artifact the artifact
   * @param number the version
   * @return the labels, if it was ever labelled
   */
  public Optional<StoredLabels> findLabels(ArtifactName artifact, VersionNumber number) {
    return labels.find(artifact, number);
  }

  /**
   * Replaces the labels of a version, if those of the revision before are stored.
   *
   * @param next the labels with their revision, 1 for the first
   * @return the result
   */
  public StoredLabels.Result replaceLabels(StoredLabels next) {
    return labels.replace(next);
  }

  /**
   * Lists the labels of all versions that were ever labelled, those of the highest number first.
   *
   * @param artifact the artifact
   * @param before only numbers below this one; null for all
   * @param limit how many at most, 1 or more
   * @param unreadable receives the items that cannot be read; they are left out
   * @return the next labels
   */
  public Page<StoredLabels> labels(
      ArtifactName artifact, @Nullable VersionNumber before, int limit, Unreadable unreadable) {
    return labels.list(artifact, before, limit, unreadable);
  }

  /**
   * Records an idempotency key for an existing version, if the key is free or has expired.
   *
   * @param key the key
   * @param at the time against which expiry is checked
   * @return {@code Committed} or {@code KeyTaken}
   */
  public CommitResult recordKey(IdempotencyRecord key, Instant at) {
    return records.recordKey(key, at);
  }

  /**
   * Reads an idempotency key.
   *
   * @param artifact the artifact
   * @param key the key
   * @return the record of the key, expired or not
   */
  public Optional<IdempotencyRecord> findKey(ArtifactName artifact, IdempotencyKey key) {
    return records.findKey(artifact, key);
  }

  /**
   * Lists the idempotency keys of an artifact, in ascending order of their text. Expired keys that
   * the store has not removed yet are included.
   *
   * @param artifact the artifact
   * @param after only keys after this one; null for all
   * @param limit how many at most, 1 or more
   * @return the next keys
   */
  public Page<IdempotencyRecord> keys(
      ArtifactName artifact, @Nullable IdempotencyKey after, int limit) {
    return keys(artifact, after, limit, Unreadable.FAIL);
  }

  /**
   * Lists the idempotency keys of an artifact, in ascending order of their text. Expired keys that
   * the store has not removed yet are included.
   *
   * @param artifact the artifact
   * @param after only keys after this one; null for all
   * @param limit how many at most, 1 or more
   * @param unreadable receives the items that cannot be read; they are left out
   * @return the next keys
   */
  public Page<IdempotencyRecord> keys(
      ArtifactName artifact, @Nullable IdempotencyKey after, int limit, Unreadable unreadable) {
    return records.keys(artifact, after, limit, unreadable);
  }

  /**
   * Lists the idempotency keys of the moves of an artifact's aliases. Expired keys that the store
   * has not removed yet are included.
   *
   * @param artifact the artifact
   * @param after only keys after this one's; null for all
   * @param limit how many at most, 1 or more
   * @param unreadable receives the items that cannot be read; they are left out
   * @return the next keys
   */
  public Page<MoveRecord> moves(
      ArtifactName artifact, @Nullable MoveRecord after, int limit, Unreadable unreadable) {
    return aliases.moves(artifact, after, limit, unreadable);
  }

  /**
   * Looks up the record of a version number, without the version's state.
   *
   * @param artifact the artifact
   * @param number the number
   * @return the record, if one exists
   */
  public Optional<NumberRecord> findRecord(ArtifactName artifact, VersionNumber number) {
    return records.find(artifact, number);
  }

  /**
   * Lists the stored states, highest number first. A version that was never deleted and never
   * referenced has no stored state.
   *
   * @param artifact the artifact
   * @param before only states of numbers below this one; null for all
   * @param limit how many at most, 1 or more
   * @param unreadable receives the items that cannot be read; they are left out
   * @return the next states
   */
  public Page<StateEntry> states(
      ArtifactName artifact, @Nullable VersionNumber before, int limit, Unreadable unreadable) {
    return states.list(artifact, before, limit, unreadable);
  }

  /**
   * Looks up a version number: reads its record and its state at the same time.
   *
   * @param artifact the artifact
   * @param number the number
   * @return the entry, if one exists
   */
  public Optional<VersionEntry> findVersion(ArtifactName artifact, VersionNumber number) {
    return versions.find(artifact, number);
  }

  /**
   * Lists the entries of an artifact's version numbers, newest first.
   *
   * @param artifact the artifact
   * @param before only numbers below this one; null for all
   * @param limit how many at most, 1 or more
   * @return the next entries
   */
  public Page<VersionEntry> versions(
      ArtifactName artifact, @Nullable VersionNumber before, int limit) {
    return versions(artifact, before, limit, Unreadable.FAIL);
  }

  /**
   * Lists the entries of an artifact's version numbers, newest first.
   *
   * @param artifact the artifact
   * @param before only numbers below this one; null for all
   * @param limit how many at most, 1 or more
   * @param unreadable receives the items that cannot be read; they are left out
   * @return the next entries
   */
  public Page<VersionEntry> versions(
      ArtifactName artifact, @Nullable VersionNumber before, int limit, Unreadable unreadable) {
    return versions.list(artifact, before, limit, unreadable);
  }

  /**
   * Changes a version's state, if it is in the expected state. The caller must have seen the
   * version's record: a version may have no stored state, so a missing state does not mean that the
   * version does not exist.
   *
   * @param change the old and the new state
   * @return the result
   */
  public StateChange.Result changeState(StateChange change) {
    return states.change(change);
  }

  /**
   * Restores a deleted version and lists its artifact, in one transaction. The artifact may have
   * been deleted before, or may be deleted concurrently.
   *
   * @param artifact the artifact
   * @param number the version
   * @param at when
   * @return the result
   */
  public StateChange.Result restore(ArtifactName artifact, VersionNumber number, Instant at) {
    String purpose = "restore " + artifact + ":" + number;
    ItemWrite.TransactionResult result =
        items.writeAll(
            purpose,
            List.of(
                StatePartition.write(
                    new StateChange(
                        artifact, number, VersionState.DELETED, VersionState.ACTIVE, at)),
                artifacts.restoration(artifact, at)));
    if (!(result instanceof ItemWrite.NoneWritten refused)) {
      return new StateChange.Changed();
    }
    Optional<Item> version = refused.refusals().get(0);
    if (version != null) {
      return new StateChange.Unchanged(StateItems.statusOf(version));
    }
    refused.refusals().values().forEach(item -> item.ifPresent(Schema::check));
    throw VersionPartition.contended(purpose);
  }

  /**
   * Puts a tombstone under a version number, if the number has no entry. From then on the number
   * cannot be committed.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when
   * @return the record of the number afterwards
   */
  public NumberRecord abandon(ArtifactName artifact, VersionNumber number, Instant at) {
    return records.abandon(artifact, number, at);
  }

  /**
   * Records that a publisher gave up a reserved number because another writer's object has its key.
   * Does so only if the number has no entry. From then on the number cannot be committed, and the
   * collector keeps the object.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when
   * @return the record of the number afterwards
   */
  public NumberRecord giveUp(ArtifactName artifact, VersionNumber number, Instant at) {
    return records.giveUp(artifact, number, at);
  }

  /**
   * Reads an artifact.
   *
   * @param artifact the artifact
   * @return its record; a deleted artifact has one too, because its numbers continue
   */
  public Optional<ArtifactRecord> findArtifact(ArtifactName artifact) {
    return artifacts.find(artifact);
  }

  /**
   * Registers an artifact, so that it is listed; an artifact that is already registered does not
   * change.
   *
   * @param artifact the artifact
   * @param at when
   * @return its record
   */
  public ArtifactRecord register(ArtifactName artifact, Instant at) {
    return artifacts.register(artifact, at);
  }

  /**
   * Takes an artifact off the list and removes its working copy, in one transaction, if the last
   * reserved number, the number of restores and the revision of the working copy are still those
   * given. A put that is in progress then fails because of its revision, and lists the artifact
   * again. The record stays, so that its numbers are never reused; {@link #reserve} and {@link
   * #register} list it again.
   *
   * @param seen the artifact as the caller last read it
   * @param latestRevision the revision of the working copy, or of its removal, as the caller last
   *     read it; 0 if nothing was ever put
   * @return false if one of them had changed; nothing was written then
   */
  public boolean retire(ArtifactRecord seen, long latestRevision) {
    ArtifactName artifact = seen.artifact();
    String purpose = "retire " + artifact;
    ItemWrite.TransactionResult result =
        items.writeAll(
            purpose, List.of(artifacts.retirement(seen), latest.removal(artifact, latestRevision)));
    if (result instanceof ItemWrite.NoneWritten refused) {
      if (refused.refusals().isEmpty()) {
        throw VersionPartition.contended(purpose);
      }
      refused.refusals().values().forEach(item -> item.ifPresent(Schema::check));
      return false;
    }
    return true;
  }

  /**
   * Lists the names of the artifacts that are not retired, in ascending order. The list is
   * eventually consistent: it may be a few moments old.
   *
   * @param after only names after this text; null for all
   * @param limit how many at most, 1 or more
   * @return the next names
   */
  public Page<ArtifactName> artifacts(@Nullable String after, int limit) {
    return artifacts.list(after, limit);
  }

  /**
   * Lazily lists the names of all artifacts that have a record or an alias, retired ones included,
   * each once, in no particular order. The list contains every name that existed when the listing
   * began. May read the whole catalog: for checks, not for serving.
   *
   * @return the names
   */
  public Stream<ArtifactName> allArtifacts() {
    return artifacts.all();
  }

  /**
   * Reads the working copy and the newest ACTIVE version, at the same time.
   *
   * @param artifact the artifact
   * @return the working copy and the version, as far as they exist
   */
  public LatestView latest(ArtifactName artifact) {
    AtOnce<Optional<VersionItems.LatestEntry>> latestRead =
        AtOnce.start(() -> latest.find(artifact), executor);
    Optional<VersionEntry.Committed> newest = versions.newestActive(artifact);
    Optional<VersionItems.LatestEntry> entry = latestRead.join();
    Optional<WorkingCopy> copy = entry.flatMap(VersionItems.LatestEntry::copy);
    return new LatestView(
        entry.map(VersionItems.LatestEntry::revision).orElse(0L),
        copy,
        newest,
        copy.isPresent() && newest.isPresent() && versions.hide(copy.get(), newest.get()));
  }

  /**
   * Reads the working copy.
   *
   * @param artifact the artifact
   * @return the working copy, if one exists
   */
  public Optional<WorkingCopy> findLatest(ArtifactName artifact) {
    return latest.find(artifact).flatMap(VersionItems.LatestEntry::copy);
  }

  /**
   * Reads the revision of the working copy.
   *
   * @param artifact the artifact
   * @return its revision, 0 if nothing was ever put, and whether the working copy was removed at
   *     that revision
   */
  public LatestRevision findLatestRevision(ArtifactName artifact) {
    return latest
        .find(artifact)
        .map(entry -> new LatestRevision(entry.revision(), entry.copy().isEmpty()))
        .orElse(new LatestRevision(0, false));
  }

  /**
   * The revision of a working copy.
   *
   * @param value the revision, which goes up by one at every put and removal; 0 if nothing was ever
   *     put
   * @param removed whether the working copy was removed at this revision
   */
  public record LatestRevision(long value, boolean removed) {}

  /**
   * Replaces the working copy, if the current one has the preceding revision and the new upload has
   * no tombstone.
   *
   * @param next the new working copy
   * @return the result
   */
  public WorkingCopy.SwapResult swapLatest(WorkingCopy next) {
    return latest.swap(next);
  }

  /**
   * Writes a tombstone for an upload of {@code $LATEST}, unless the upload is the working copy.
   * From then on the upload cannot become the working copy.
   *
   * @param artifact the artifact
   * @param uploadId the upload
   * @param expiresAt when the tombstone itself may be removed: after the slowest put has failed
   * @return false if the upload is the working copy, and nothing changed
   */
  public boolean abandonUpload(ArtifactName artifact, String uploadId, Instant expiresAt) {
    return latest.abandon(artifact, uploadId, expiresAt);
  }

  /**
   * Looks up an alias as it is stored, for checks.
   *
   * @param artifact the artifact
   * @param alias the alias's name
   * @return the record and how it is indexed, if one exists
   */
  public Optional<StoredAlias> findStoredAlias(ArtifactName artifact, AliasName alias) {
    return aliases.findStored(artifact, alias);
  }

  /**
   * Lists the aliases with a rollout under way, in ascending order of their artifacts. A page has
   * all such aliases of its last artifact, so it may be longer than its limit. The list is
   * eventually consistent: the rollout of a listed alias may have ended, and one that has just
   * started may be missing.
   *
   * @param after only aliases of artifacts after this one; null for all
   * @param limit how many at most are requested at a time, 1 or more
   * @return the next aliases
   */
  public Page<AliasRef> rollouts(@Nullable ArtifactName after, int limit) {
    return rollouts.list(after, limit);
  }

  /**
   * Reads an alias.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @return the alias, or the tombstone of a deleted one
   */
  public Optional<AliasEntry> findAlias(ArtifactName artifact, AliasName alias) {
    return findAlias(artifact, alias, Consistency.STRONG);
  }

  /**
   * Reads an alias.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param consistency which moves the read must see
   * @return the alias, or the tombstone of a deleted one, if it ever existed
   */
  public Optional<AliasEntry> findAlias(
      ArtifactName artifact, AliasName alias, Consistency consistency) {
    return aliases.find(artifact, alias, consistency);
  }

  /**
   * Reads the overrides of an alias that were set at a revision.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param revision the revision at which they were set
   * @param consistency which moves the read must see
   * @return the overrides, if any were set at that revision
   */
  public Optional<OverridesRecord> findOverrides(
      ArtifactName artifact, AliasName alias, long revision, Consistency consistency) {
    return aliases.findOverrides(artifact, alias, revision, consistency);
  }

  /**
   * Lists the overrides of an alias, also those that are no longer in force, latest first.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param before only those of revisions below this one
   * @param limit how many at most, 1 or more
   * @return the next overrides
   */
  public Page<OverridesRecord> overrides(
      ArtifactName artifact, AliasName alias, long before, int limit) {
    return aliases.listOverrides(artifact, alias, before, limit);
  }

  /**
   * Returns what an alias says of overrides that it names.
   *
   * @param overrides the overrides
   * @return their revision, number, digest and versions
   */
  public static AliasOverrides summary(OverridesRecord overrides) {
    return OverridesItems.summary(overrides);
  }

  /**
   * Lists the aliases of an artifact, deleted ones included, in ascending order of their names.
   *
   * @param artifact the artifact
   * @param after only names after this one; null for all
   * @param limit how many at most, 1 or more
   * @return the next aliases
   */
  public Page<AliasEntry> aliases(ArtifactName artifact, @Nullable AliasName after, int limit) {
    return aliases(artifact, after, limit, Unreadable.FAIL);
  }

  /**
   * Lists the aliases of an artifact, deleted ones included, in ascending order of their names.
   *
   * @param artifact the artifact
   * @param after only names after this one; null for all
   * @param limit how many at most, 1 or more
   * @param unreadable receives the items that cannot be read; they are left out
   * @return the next aliases
   */
  public Page<AliasEntry> aliases(
      ArtifactName artifact, @Nullable AliasName after, int limit, Unreadable unreadable) {
    return aliases.list(artifact, after, limit, unreadable);
  }

  /**
   * Reads the idempotency key of a move.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param key the key
   * @return the record of the key, expired or not
   */
  public Optional<MoveRecord> findMove(ArtifactName artifact, AliasName alias, IdempotencyKey key) {
    return aliases.findMove(artifact, alias, key);
  }

  /**
   * Moves aliases, all in one transaction. If several conditions fail, a taken idempotency key is
   * reported first, then an alias at another revision, then a version that is not ACTIVE.
   *
   * @param moves the moves, of up to {@link AliasMoveSet#ITEMS} items; a store may allow more
   * @return the result
   */
  public AliasMoveSet.Result moveAll(AliasMoveSet moves) {
    return aliases.moveAll(moves);
  }

  /**
   * Moves one alias, as {@link #moveAll} does.
   *
   * @param move the move
   * @return the result
   */
  public AliasMove.Result move(AliasMove move) {
    AliasMoveSet.Result result = moveAll(new AliasMoveSet(List.of(move)));
    if (result instanceof AliasMoveSet.Refused refused) {
      return refused.why();
    }
    if (result instanceof AliasMoveSet.Moved) {
      return new AliasMove.Moved();
    } else if (result instanceof AliasMoveSet.Contended) {
      return new AliasMove.Contended();
    }
    throw Kinds.unknown(result);
  }

  /**
   * Reads a row of a ledger.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param revision the row's revision
   * @return the row, if it exists
   */
  public Optional<LedgerRow> findLedgerRow(ArtifactName artifact, AliasName alias, long revision) {
    return aliases.findRow(artifact, alias, revision);
  }

  /**
   * Lists the ledger of an alias, newest first.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param before only revisions below this one; {@code Long.MAX_VALUE} for all
   * @param limit how many at most, 1 or more
   * @return the next rows
   */
  public Page<LedgerRow> ledger(ArtifactName artifact, AliasName alias, long before, int limit) {
    return ledger(artifact, alias, before, limit, Unreadable.FAIL);
  }

  /**
   * Lists the ledger of an alias, newest first.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param before only revisions below this one; {@code Long.MAX_VALUE} for all
   * @param limit how many at most, 1 or more
   * @param unreadable receives the items that cannot be read; they are left out
   * @return the next rows
   */
  public Page<LedgerRow> ledger(
      ArtifactName artifact, AliasName alias, long before, int limit, Unreadable unreadable) {
    return aliases.ledger(artifact, alias, before, limit, unreadable);
  }

  /**
   * Returns the hash of a ledger row, which the next row and the alias contain.
   *
   * @param row the row
   * @return 64 hexadecimal digits
   */
  public static String hash(LedgerRow row) {
    return LedgerItems.hash(row);
  }

  /**
   * Returns what the signature of an alias is over: all that is stored of it, the hash of its
   * ledger row included.
   *
   * @param entry the alias or its tombstone
   * @return the bytes, the same for the same entry
   */
  public static byte[] statement(AliasEntry entry) {
    return AliasItems.statement(entry);
  }

  /**
   * Returns the artifact whose counter a record contains.
   *
   * @param record the record, as {@code UnreadableRecordException.record()} names it
   * @return the artifact; empty if the record is of another kind
   */
  public static Optional<ArtifactName> counterOf(String record) {
    return RecordNames.parse(record).filter(Keys::isArtifact).map(Keys::artifactOf);
  }

  /**
   * Sets aside a record that cannot be read. One transaction keeps its item unchanged under another
   * key and replaces it, if the item has not changed since it was read.
   *
   * @param request which record
   * @return the record that was set aside, and its state afterwards
   * @throws IllegalArgumentException if the name is not that of a record, or the record can be read
   * @throws dev.versioned.model.NotFoundException if the record does not exist
   * @throws UnreadableRecordException if a newer version of the library wrote it
   */
  public Aside setAside(AsideRequest request) {
    return aside.setAside(request);
  }

  /**
   * Puts the report of a process, in place of its last one; a report with counts, only in place of
   * an earlier one.
   *
   * @param shard the shard of the process
   * @param report the report
   * @param number orders the reports of the process
   * @param keptUntil until when it is kept, if it has counts
   */
  public void report(FleetShard.Key shard, ProcessReport report, long number, Instant keptUntil) {
    fleet.report(shard, report, number, keptUntil);
  }

  /**
   * Records how a shard of reports is sampled, in place of what was recorded.
   *
   * @param shard the shard
   * @param sampled how it is sampled
   * @param expiresAt until when it counts
   */
  public void sample(FleetShard.Key shard, FleetShard.Sampled sampled, Instant expiresAt) {
    fleet.sample(shard, sampled, expiresAt);
  }

  /**
   * Reads how a shard of reports is sampled, eventually consistent.
   *
   * @param shard the shard
   * @return how it is sampled; empty if it was not recorded
   */
  public Optional<FleetShard.Sampled> findSampled(FleetShard.Key shard) {
    return fleet.findSampled(shard);
  }

  /**
   * Reads a whole shard of reports, expired ones too. Those that cannot be read are left out.
   *
   * @param shard the shard
   * @param pageSize how many reports one request reads
   * @param consistency which writes the read must see
   * @return the shard
   */
  public FleetShard fleet(FleetShard.Key shard, int pageSize, Consistency consistency) {
    return fleet.read(shard, pageSize, consistency);
  }

  /**
   * Returns what reads an artifact to export it.
   *
   * @param artifact the artifact
   * @param pageSize how many records to read at a time
   * @return the reader; makes no request yet
   */
  public ArtifactDump dump(ArtifactName artifact, int pageSize) {
    return new ArtifactDump(this, artifacts, aliases, latest, artifact, pageSize);
  }

  /**
   * Returns the writes of an import.
   *
   * @return the writes
   */
  public ImportWrites imports() {
    return new ImportWrites(items, artifacts, new VersionReader(place), aliases, latest);
  }

  /** Closes the item store, which releases only the resources that it created itself. */
  @Override
  public void close() {
    items.close();
  }
}
