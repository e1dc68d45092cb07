package dev.versioned.simulation;

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
import dev.versioned.testkit.fault.StoreOperation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The catalog as one simulated operation sees it: through its journal. */
record JournaledCatalogStore(CatalogStore store, Journal journal) implements CatalogStore {
  @Override
  public Reservation.Result reserve(Reservation wish) {
    return journal.call(StoreOperation.RESERVE, () -> store.reserve(wish));
  }

  @Override
  public CommitResult commit(VersionEntry.Committed version, @Nullable IdempotencyRecord key) {
    return journal.call(StoreOperation.COMMIT, () -> store.commit(version, key));
  }

  @Override
  public CommitResult recordKey(IdempotencyRecord key, Instant at) {
    return journal.call(StoreOperation.RECORD_KEY, () -> store.recordKey(key, at));
  }

  @Override
  public Optional<IdempotencyRecord> findKey(ArtifactName artifact, IdempotencyKey key) {
    return journal.call(StoreOperation.FIND_KEY, () -> store.findKey(artifact, key));
  }

  @Override
  public Page<IdempotencyRecord> keys(
      ArtifactName artifact, @Nullable IdempotencyKey after, int limit) {
    return journal.call(StoreOperation.KEYS, () -> store.keys(artifact, after, limit));
  }

  @Override
  public Optional<VersionEntry> findVersion(ArtifactName artifact, VersionNumber number) {
    return journal.call(StoreOperation.FIND_VERSION, () -> store.findVersion(artifact, number));
  }

  @Override
  public Page<VersionEntry> versions(
      ArtifactName artifact, @Nullable VersionNumber before, int limit) {
    return journal.call(StoreOperation.VERSIONS, () -> store.versions(artifact, before, limit));
  }

  @Override
  public StateChange.Result changeState(StateChange change) {
    return journal.call(StoreOperation.CHANGE_STATE, () -> store.changeState(change));
  }

  @Override
  public VersionEntry abandon(ArtifactName artifact, VersionNumber number, Instant at) {
    return journal.call(StoreOperation.ABANDON, () -> store.abandon(artifact, number, at));
  }

  @Override
  public Optional<ArtifactRecord> findArtifact(ArtifactName artifact) {
    return journal.call(StoreOperation.FIND_ARTIFACT, () -> store.findArtifact(artifact));
  }

  @Override
  public ArtifactRecord register(ArtifactName artifact, Instant at) {
    return journal.call(StoreOperation.REGISTER, () -> store.register(artifact, at));
  }

  @Override
  public boolean retire(ArtifactName artifact, long lastNumber) {
    return journal.call(StoreOperation.RETIRE, () -> store.retire(artifact, lastNumber));
  }

  @Override
  public Page<ArtifactName> artifacts(@Nullable ArtifactName after, int limit) {
    return journal.call(StoreOperation.ARTIFACTS, () -> store.artifacts(after, limit));
  }

  @Override
  public Stream<ArtifactName> allArtifacts() {
    List<ArtifactName> all =
        journal.call(StoreOperation.ALL_ARTIFACTS, () -> store.allArtifacts().toList());
    return all.stream();
  }

  @Override
  public LatestView latest(ArtifactName artifact) {
    return journal.call(StoreOperation.LATEST, () -> store.latest(artifact));
  }

  @Override
  public WorkingCopy.SwapResult swapLatest(WorkingCopy next) {
    return journal.call(StoreOperation.SWAP_LATEST, () -> store.swapLatest(next));
  }

  @Override
  public boolean removeLatest(ArtifactName artifact, long revision) {
    return journal.call(StoreOperation.REMOVE_LATEST, () -> store.removeLatest(artifact, revision));
  }

  @Override
  public boolean abandonUpload(ArtifactName artifact, String uploadId, Instant expiresAt) {
    return journal.call(
        StoreOperation.ABANDON_UPLOAD, () -> store.abandonUpload(artifact, uploadId, expiresAt));
  }

  @Override
  public Optional<AliasEntry> findAlias(ArtifactName artifact, AliasName alias) {
    return journal.call(StoreOperation.FIND_ALIAS, () -> store.findAlias(artifact, alias));
  }

  @Override
  public Page<AliasEntry> aliases(ArtifactName artifact, @Nullable AliasName after, int limit) {
    return journal.call(StoreOperation.ALIASES, () -> store.aliases(artifact, after, limit));
  }

  @Override
  public AliasMoveSet.Result moveAll(AliasMoveSet moves) {
    return journal.call(StoreOperation.MOVE, () -> store.moveAll(moves));
  }

  @Override
  public Optional<LedgerRow> findLedgerRow(ArtifactName artifact, AliasName alias, long revision) {
    return journal.call(
        StoreOperation.FIND_LEDGER_ROW, () -> store.findLedgerRow(artifact, alias, revision));
  }

  @Override
  public Page<LedgerRow> ledger(ArtifactName artifact, AliasName alias, long before, int limit) {
    return journal.call(StoreOperation.LEDGER, () -> store.ledger(artifact, alias, before, limit));
  }

  @Override
  public void close() {}
}
