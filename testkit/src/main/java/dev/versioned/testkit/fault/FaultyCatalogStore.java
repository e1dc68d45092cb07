package dev.versioned.testkit.fault;

import static dev.versioned.testkit.fault.StoreOperation.ABANDON;
import static dev.versioned.testkit.fault.StoreOperation.ABANDON_UPLOAD;
import static dev.versioned.testkit.fault.StoreOperation.ALIASES;
import static dev.versioned.testkit.fault.StoreOperation.ALL_ARTIFACTS;
import static dev.versioned.testkit.fault.StoreOperation.ARTIFACTS;
import static dev.versioned.testkit.fault.StoreOperation.CHANGE_STATE;
import static dev.versioned.testkit.fault.StoreOperation.COMMIT;
import static dev.versioned.testkit.fault.StoreOperation.FIND_ALIAS;
import static dev.versioned.testkit.fault.StoreOperation.FIND_ARTIFACT;
import static dev.versioned.testkit.fault.StoreOperation.FIND_KEY;
import static dev.versioned.testkit.fault.StoreOperation.FIND_LEDGER_ROW;
import static dev.versioned.testkit.fault.StoreOperation.FIND_VERSION;
import static dev.versioned.testkit.fault.StoreOperation.KEYS;
import static dev.versioned.testkit.fault.StoreOperation.LATEST;
import static dev.versioned.testkit.fault.StoreOperation.LEDGER;
import static dev.versioned.testkit.fault.StoreOperation.MOVE;
import static dev.versioned.testkit.fault.StoreOperation.RECORD_KEY;
import static dev.versioned.testkit.fault.StoreOperation.REGISTER;
import static dev.versioned.testkit.fault.StoreOperation.REMOVE_LATEST;
import static dev.versioned.testkit.fault.StoreOperation.RESERVE;
import static dev.versioned.testkit.fault.StoreOperation.RETIRE;
import static dev.versioned.testkit.fault.StoreOperation.SWAP_LATEST;
import static dev.versioned.testkit.fault.StoreOperation.VERSIONS;

import dev.versioned.AliasName;
import dev.versioned.ArtifactName;
import dev.versioned.IdempotencyKey;
import dev.versioned.VersionNumber;
import dev.versioned.spi.AliasEntry;
import dev.versioned.spi.AliasMoveSet;
import dev.versioned.spi.ArtifactRecord;
import dev.versioned.spi.CatalogStore;
import dev.versioned.spi.CommitResult;
import dev.versioned.spi.IdempotencyRecord;
import dev.versioned.spi.LatestView;
import dev.versioned.spi.LedgerRow;
import dev.versioned.spi.Page;
import dev.versioned.spi.Reservation;
import dev.versioned.spi.StateChange;
import dev.versioned.spi.VersionEntry;
import dev.versioned.spi.WorkingCopy;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A catalog store whose calls meet the faults of a script. */
public final class FaultyCatalogStore implements CatalogStore {
  private final CatalogStore store;
  private final FaultInjector faults;

  /**
   * Puts faults before a store.
   *
   * @param store where calls go that pass; closed with this one
   * @param faults which call meets which fault
   */
  public FaultyCatalogStore(CatalogStore store, FaultInjector faults) {
    this.store = store;
    this.faults = faults;
  }

  @Override
  public Reservation.Result reserve(Reservation wish) {
    return faults.call(RESERVE, () -> store.reserve(wish));
  }

  @Override
  public CommitResult commit(VersionEntry.Committed version, @Nullable IdempotencyRecord key) {
    return faults.call(COMMIT, () -> store.commit(version, key));
  }

  @Override
  public CommitResult recordKey(IdempotencyRecord key, Instant at) {
    return faults.call(RECORD_KEY, () -> store.recordKey(key, at));
  }

  @Override
  public Optional<IdempotencyRecord> findKey(ArtifactName artifact, IdempotencyKey key) {
    return faults.call(FIND_KEY, () -> store.findKey(artifact, key));
  }

  @Override
  public Page<IdempotencyRecord> keys(
      ArtifactName artifact, @Nullable IdempotencyKey after, int limit) {
    return faults.call(KEYS, () -> store.keys(artifact, after, limit));
  }

  @Override
  public Optional<VersionEntry> findVersion(ArtifactName artifact, VersionNumber number) {
    return faults.call(FIND_VERSION, () -> store.findVersion(artifact, number));
  }

  @Override
  public Page<VersionEntry> versions(
      ArtifactName artifact, @Nullable VersionNumber before, int limit) {
    return faults.call(VERSIONS, () -> store.versions(artifact, before, limit));
  }

  @Override
  public StateChange.Result changeState(StateChange change) {
    return faults.call(CHANGE_STATE, () -> store.changeState(change));
  }

  @Override
  public VersionEntry abandon(ArtifactName artifact, VersionNumber number, Instant at) {
    return faults.call(ABANDON, () -> store.abandon(artifact, number, at));
  }

  @Override
  public Optional<ArtifactRecord> findArtifact(ArtifactName artifact) {
    return faults.call(FIND_ARTIFACT, () -> store.findArtifact(artifact));
  }

  @Override
  public ArtifactRecord register(ArtifactName artifact, Instant at) {
    return faults.call(REGISTER, () -> store.register(artifact, at));
  }

  @Override
  public boolean retire(ArtifactName artifact, long lastNumber) {
    return faults.call(RETIRE, () -> store.retire(artifact, lastNumber));
  }

  @Override
  public Page<ArtifactName> artifacts(@Nullable ArtifactName after, int limit) {
    return faults.call(ARTIFACTS, () -> store.artifacts(after, limit));
  }

  @Override
  public Stream<ArtifactName> allArtifacts() {
    return faults.call(ALL_ARTIFACTS, store::allArtifacts);
  }

  @Override
  public LatestView latest(ArtifactName artifact) {
    return faults.call(LATEST, () -> store.latest(artifact));
  }

  @Override
  public WorkingCopy.SwapResult swapLatest(WorkingCopy next) {
    return faults.call(SWAP_LATEST, () -> store.swapLatest(next), WorkingCopy.Contended::new);
  }

  @Override
  public boolean removeLatest(ArtifactName artifact, long revision) {
    return faults.call(REMOVE_LATEST, () -> store.removeLatest(artifact, revision));
  }

  @Override
  public boolean abandonUpload(ArtifactName artifact, String uploadId, Instant expiresAt) {
    return faults.call(ABANDON_UPLOAD, () -> store.abandonUpload(artifact, uploadId, expiresAt));
  }

  @Override
  public Optional<AliasEntry> findAlias(ArtifactName artifact, AliasName alias) {
    return faults.call(FIND_ALIAS, () -> store.findAlias(artifact, alias));
  }

  @Override
  public Page<AliasEntry> aliases(ArtifactName artifact, @Nullable AliasName after, int limit) {
    return faults.call(ALIASES, () -> store.aliases(artifact, after, limit));
  }

  @Override
  public AliasMoveSet.Result moveAll(AliasMoveSet moves) {
    return faults.call(MOVE, () -> store.moveAll(moves), AliasMoveSet.Contended::new);
  }

  @Override
  public Optional<LedgerRow> findLedgerRow(ArtifactName artifact, AliasName alias, long revision) {
    return faults.call(FIND_LEDGER_ROW, () -> store.findLedgerRow(artifact, alias, revision));
  }

  @Override
  public Page<LedgerRow> ledger(ArtifactName artifact, AliasName alias, long before, int limit) {
    return faults.call(LEDGER, () -> store.ledger(artifact, alias, before, limit));
  }

  @Override
  public void close() {
    store.close();
  }
}
