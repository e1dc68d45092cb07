package dev.versioned.s3dynamo;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Keeps versions, aliases and ledgers in one DynamoDB table.
 *
 * <p>Each method is one request, a transaction where it writes several items; {@link #latest} makes
 * two side by side.
 */
final class DynamoCatalogStore implements CatalogStore {
  private final ArtifactCounter artifacts;
  private final VersionPartition versions;
  private final LatestItem latest;
  private final AliasPartition aliases;
  private final ExecutorService beside = DaemonThreads.asMany("versioned-dynamo");
  private final Runnable closeClient;

  DynamoCatalogStore(Table table, Runnable closeClient) {
    this.artifacts = new ArtifactCounter(table);
    this.versions = new VersionPartition(table);
    this.latest = new LatestItem(table);
    this.aliases = new AliasPartition(table);
    this.closeClient = closeClient;
  }

  /** Makes a store over a client that stays the caller's. */
  DynamoCatalogStore(DynamoDbClient client, String table) {
    this(ConnectionBuilder.tableAccess(client, table).table(), () -> {});
  }

  @Override
  public Reservation.Result reserve(Reservation wish) {
    return artifacts.reserve(wish);
  }

  @Override
  public CommitResult commit(VersionEntry.Committed version, @Nullable IdempotencyRecord key) {
    return versions.commit(version, key);
  }

  @Override
  public CommitResult recordKey(IdempotencyRecord key, Instant at) {
    return versions.recordKey(key, at);
  }

  @Override
  public Optional<IdempotencyRecord> findKey(ArtifactName artifact, IdempotencyKey key) {
    return versions.findKey(artifact, key);
  }

  @Override
  public Page<IdempotencyRecord> keys(
      ArtifactName artifact, @Nullable IdempotencyKey after, int limit) {
    return versions.keys(artifact, after, limit);
  }

  @Override
  public Optional<VersionEntry> findVersion(ArtifactName artifact, VersionNumber number) {
    return versions.find(artifact, number);
  }

  @Override
  public Page<VersionEntry> versions(
      ArtifactName artifact, @Nullable VersionNumber before, int limit) {
    return versions.list(artifact, before, limit);
  }

  @Override
  public StateChange.Result changeState(StateChange change) {
    return versions.change(change);
  }

  @Override
  public VersionEntry abandon(ArtifactName artifact, VersionNumber number, Instant at) {
    return versions.abandon(artifact, number, at);
  }

  @Override
  public Optional<ArtifactRecord> findArtifact(ArtifactName artifact) {
    return artifacts.find(artifact);
  }

  @Override
  public ArtifactRecord register(ArtifactName artifact, Instant at) {
    return artifacts.register(artifact, at);
  }

  @Override
  public boolean retire(ArtifactName artifact, long lastNumber) {
    return artifacts.retire(artifact, lastNumber);
  }

  @Override
  public Page<ArtifactName> artifacts(@Nullable ArtifactName after, int limit) {
    return artifacts.list(after, limit);
  }

  @Override
  public Stream<ArtifactName> allArtifacts() {
    return artifacts.all();
  }

  @Override
  public LatestView latest(ArtifactName artifact) {
    CompletableFuture<Optional<WorkingCopy>> copy =
        CompletableFuture.supplyAsync(() -> latest.find(artifact), beside);
    Optional<VersionEntry.Committed> newest = versions.newestActive(artifact);
    try {
      return new LatestView(copy.join(), newest);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public WorkingCopy.SwapResult swapLatest(WorkingCopy next) {
    return latest.swap(next);
  }

  @Override
  public boolean removeLatest(ArtifactName artifact, long revision) {
    return latest.remove(artifact, revision);
  }

  @Override
  public boolean abandonUpload(ArtifactName artifact, String uploadId, Instant expiresAt) {
    return latest.abandon(artifact, uploadId, expiresAt);
  }

  @Override
  public Optional<AliasEntry> findAlias(ArtifactName artifact, AliasName alias) {
    return aliases.find(artifact, alias);
  }

  @Override
  public Page<AliasEntry> aliases(ArtifactName artifact, @Nullable AliasName after, int limit) {
    return aliases.list(artifact, after, limit);
  }

  @Override
  public AliasMoveSet.Result moveAll(AliasMoveSet moves) {
    return aliases.moveAll(moves);
  }

  @Override
  public Optional<LedgerRow> findLedgerRow(ArtifactName artifact, AliasName alias, long revision) {
    return aliases.findRow(artifact, alias, revision);
  }

  @Override
  public Page<LedgerRow> ledger(ArtifactName artifact, AliasName alias, long before, int limit) {
    return aliases.ledger(artifact, alias, before, limit);
  }

  @Override
  public void close() {
    beside.shutdown();
    closeClient.run();
  }
}
