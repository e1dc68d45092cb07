package dev.versioned.memory;

import dev.versioned.AliasName;
import dev.versioned.ArtifactName;
import dev.versioned.IdempotencyKey;
import dev.versioned.VersionNumber;
import dev.versioned.VersionState;
import dev.versioned.spi.AliasEntry;
import dev.versioned.spi.AliasMove;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps versions, aliases and ledgers in memory. One lock makes every operation atomic. */
public final class MemoryCatalogStore implements CatalogStore {
  private final NavigableMap<ArtifactName, Partition> partitions = new TreeMap<>();

  /** What is kept of one artifact. */
  private static final class Partition {
    @Nullable ArtifactRecord record;
    boolean listed;
    final NavigableMap<VersionNumber, VersionEntry> versions = new TreeMap<>();
    final NavigableMap<IdempotencyKey, IdempotencyRecord> keys =
        new TreeMap<>(Comparator.comparing(IdempotencyKey::value));
    final Set<String> abandonedUploads = new HashSet<>();
    @Nullable WorkingCopy workingCopy;
    final NavigableMap<AliasName, AliasEntry> aliases = new TreeMap<>();
    final Map<AliasName, NavigableMap<Long, LedgerRow>> ledgers = new HashMap<>();

    /** Reads make partitions too. */
    boolean isUsed() {
      return record != null || !aliases.isEmpty();
    }
  }

  /** Makes an empty store. */
  public MemoryCatalogStore() {}

  private Partition partition(ArtifactName artifact) {
    return partitions.computeIfAbsent(artifact, name -> new Partition());
  }

  @Override
  public synchronized Reservation.Result reserve(Reservation wish) {
    Partition partition = partition(wish.artifact());
    ArtifactRecord current =
        partition.record == null
            ? new ArtifactRecord(wish.artifact(), 0, "", "", wish.at())
            : partition.record;
    if (current.attemptId().equals(wish.attemptId()) || !holds(wish, current)) {
      return new Reservation.Refused(current);
    }
    VersionNumber number = VersionNumber.of(current.lastNumber() + 1);
    partition.record =
        new ArtifactRecord(
            wish.artifact(),
            number.value(),
            wish.fingerprint().value(),
            wish.attemptId(),
            current.createdAt());
    partition.listed = true;
    return new Reservation.Reserved(number);
  }

  private static boolean holds(Reservation wish, ArtifactRecord current) {
    if (wish.condition() instanceof Reservation.LastNumberIs is) {
      return current.lastNumber() == is.number().value();
    }
    return wish.condition() instanceof Reservation.Always
        || !current.fingerprint().equals(wish.fingerprint().value());
  }

  @Override
  public synchronized CommitResult commit(
      VersionEntry.Committed version, @Nullable IdempotencyRecord key) {
    Partition partition = partition(version.artifact());
    VersionEntry there = partition.versions.get(version.number());
    if (there != null) {
      return new CommitResult.NumberTaken(there);
    }
    if (key != null) {
      CommitResult recorded = recordKey(key, version.version().createdAt());
      if (recorded instanceof CommitResult.KeyTaken) {
        return recorded;
      }
    }
    partition.versions.put(version.number(), version);
    return new CommitResult.Committed();
  }

  @Override
  public synchronized CommitResult recordKey(IdempotencyRecord key, Instant at) {
    Map<IdempotencyKey, IdempotencyRecord> keys = partition(key.artifact()).keys;
    IdempotencyRecord there = keys.get(key.key());
    if (there != null && there.expiresAt().isAfter(at)) {
      return new CommitResult.KeyTaken(there);
    }
    keys.put(key.key(), key);
    return new CommitResult.Committed();
  }

  @Override
  public synchronized Optional<IdempotencyRecord> findKey(
      ArtifactName artifact, IdempotencyKey key) {
    return Optional.ofNullable(partition(artifact).keys.get(key));
  }

  @Override
  public synchronized Page<IdempotencyRecord> keys(
      ArtifactName artifact, @Nullable IdempotencyKey after, int limit) {
    NavigableMap<IdempotencyKey, IdempotencyRecord> keys = partition(artifact).keys;
    return page(after == null ? keys : keys.tailMap(after, false), limit);
  }

  @Override
  public synchronized Optional<VersionEntry> findVersion(
      ArtifactName artifact, VersionNumber number) {
    return Optional.ofNullable(partition(artifact).versions.get(number));
  }

  @Override
  public synchronized Page<VersionEntry> versions(
      ArtifactName artifact, @Nullable VersionNumber before, int limit) {
    NavigableMap<VersionNumber, VersionEntry> newestFirst =
        partition(artifact).versions.descendingMap();
    return page(before == null ? newestFirst : newestFirst.tailMap(before, false), limit);
  }

  private static <T> Page<T> page(Map<?, T> rest, int limit) {
    List<T> items = rest.values().stream().limit(limit).toList();
    return new Page<>(items, rest.size() > items.size());
  }

  @Override
  public synchronized StateChange.Result changeState(StateChange change) {
    NavigableMap<VersionNumber, VersionEntry> versions = partition(change.artifact()).versions;
    VersionEntry there = versions.get(change.number());
    if (there instanceof VersionEntry.Committed committed
        && committed.state() == change.from()
        && (change.since() == null || committed.stateChangedAt().equals(change.since()))
        && (change.from() != VersionState.ACTIVE || committed.references() == 0)) {
      versions.put(
          change.number(),
          new VersionEntry.Committed(
              committed.version(),
              committed.attemptId(),
              change.to(),
              change.at(),
              committed.references()));
      return new StateChange.Changed();
    }
    return new StateChange.Unchanged(Optional.ofNullable(there));
  }

  @Override
  public synchronized VersionEntry abandon(
      ArtifactName artifact, VersionNumber number, Instant at) {
    return partition(artifact)
        .versions
        .computeIfAbsent(number, n -> new VersionEntry.Abandoned(artifact, n, at));
  }

  @Override
  public synchronized Optional<ArtifactRecord> findArtifact(ArtifactName artifact) {
    return Optional.ofNullable(partition(artifact).record);
  }

  @Override
  public synchronized ArtifactRecord register(ArtifactName artifact, Instant at) {
    Partition partition = partition(artifact);
    ArtifactRecord record = partition.record;
    if (record == null) {
      record = new ArtifactRecord(artifact, 0, "", "", at);
      partition.record = record;
    }
    partition.listed = true;
    return record;
  }

  @Override
  public synchronized boolean retire(ArtifactName artifact, long lastNumber) {
    Partition partition = partition(artifact);
    if (partition.record == null || partition.record.lastNumber() != lastNumber) {
      return false;
    }
    partition.listed = false;
    return true;
  }

  @Override
  public synchronized Page<ArtifactName> artifacts(@Nullable ArtifactName after, int limit) {
    NavigableMap<ArtifactName, Partition> rest =
        after == null ? partitions : partitions.tailMap(after, false);
    List<ArtifactName> names =
        rest.entrySet().stream()
            .filter(entry -> entry.getValue().listed)
            .map(Map.Entry::getKey)
            .limit(limit + 1L)
            .toList();
    return new Page<>(names.subList(0, Math.min(limit, names.size())), names.size() > limit);
  }

  @Override
  public synchronized Stream<ArtifactName> allArtifacts() {
    return partitions.entrySet().stream()
        .filter(entry -> entry.getValue().isUsed())
        .map(Map.Entry::getKey)
        .toList()
        .stream();
  }

  @Override
  public synchronized LatestView latest(ArtifactName artifact) {
    Partition partition = partition(artifact);
    Optional<VersionEntry.Committed> newest =
        partition.versions.descendingMap().values().stream()
            .flatMap(
                entry ->
                    entry instanceof VersionEntry.Committed committed
                            && committed.state() == VersionState.ACTIVE
                        ? Stream.of(committed)
                        : Stream.empty())
            .findFirst();
    return new LatestView(Optional.ofNullable(partition.workingCopy), newest);
  }

  @Override
  public synchronized WorkingCopy.SwapResult swapLatest(WorkingCopy next) {
    Partition partition = partition(next.version().artifact());
    WorkingCopy current = partition.workingCopy;
    if ((current == null ? 0 : current.revision()) != next.revision() - 1) {
      return new WorkingCopy.RevisionDiffers(Optional.ofNullable(current));
    }
    if (partition.abandonedUploads.contains(next.uploadId())) {
      return new WorkingCopy.UploadAbandoned();
    }
    partition.workingCopy = next;
    return new WorkingCopy.Swapped();
  }

  @Override
  public synchronized boolean removeLatest(ArtifactName artifact, long revision) {
    Partition partition = partition(artifact);
    WorkingCopy current = partition.workingCopy;
    if (current != null && current.revision() != revision) {
      return false;
    }
    partition.workingCopy = null;
    return true;
  }

  @Override
  public synchronized boolean abandonUpload(
      ArtifactName artifact, String uploadId, Instant expiresAt) {
    Partition partition = partition(artifact);
    WorkingCopy current = partition.workingCopy;
    if (current != null && current.uploadId().equals(uploadId)) {
      return false;
    }
    partition.abandonedUploads.add(uploadId);
    return true;
  }

  @Override
  public synchronized Optional<AliasEntry> findAlias(ArtifactName artifact, AliasName alias) {
    return Optional.ofNullable(partition(artifact).aliases.get(alias));
  }

  @Override
  public synchronized Page<AliasEntry> aliases(
      ArtifactName artifact, @Nullable AliasName after, int limit) {
    NavigableMap<AliasName, AliasEntry> aliases = partition(artifact).aliases;
    return page(after == null ? aliases : aliases.tailMap(after, false), limit);
  }

  @Override
  public synchronized AliasMoveSet.Result moveAll(AliasMoveSet moves) {
    for (AliasMove move : moves.moves()) {
      AliasEntry after = move.after();
      AliasEntry current = partition(after.artifact()).aliases.get(after.name());
      if ((current == null ? 0 : current.revision()) != move.expectedRevision()) {
        return new AliasMoveSet.Refused(
            move, new AliasMove.RevisionDiffers(Optional.ofNullable(current)));
      }
    }
    for (AliasMove move : moves.moves()) {
      Set<VersionNumber> notActive = new TreeSet<>(move.gained());
      notActive.removeIf(number -> isActive(partition(move.after().artifact()), number));
      if (!notActive.isEmpty()) {
        return new AliasMoveSet.Refused(move, new AliasMove.NotActive(notActive));
      }
    }
    moves.moves().forEach(this::apply);
    moves
        .references()
        .forEach(
            (referred, change) ->
                count(
                    partition(referred.artifact()),
                    referred.number(),
                    references -> references + change.change()));
    return new AliasMoveSet.Moved();
  }

  private static boolean isActive(Partition partition, VersionNumber number) {
    return partition.versions.get(number) instanceof VersionEntry.Committed committed
        && committed.state() == VersionState.ACTIVE;
  }

  private void apply(AliasMove move) {
    AliasEntry after = move.after();
    Partition partition = partition(after.artifact());
    partition.aliases.put(after.name(), after);
    partition
        .ledgers
        .computeIfAbsent(after.name(), name -> new TreeMap<>())
        .put(after.revision(), move.row());
  }

  private static void count(Partition partition, VersionNumber number, UnaryOperator<Long> change) {
    partition.versions.computeIfPresent(
        number,
        (n, entry) ->
            entry instanceof VersionEntry.Committed committed
                ? new VersionEntry.Committed(
                    committed.version(),
                    committed.attemptId(),
                    committed.state(),
                    committed.stateChangedAt(),
                    change.apply(committed.references()))
                : entry);
  }

  @Override
  public synchronized Optional<LedgerRow> findLedgerRow(
      ArtifactName artifact, AliasName alias, long revision) {
    return Optional.ofNullable(rows(artifact, alias).get(revision));
  }

  @Override
  public synchronized Page<LedgerRow> ledger(
      ArtifactName artifact, AliasName alias, long before, int limit) {
    return page(rows(artifact, alias).headMap(before, false).descendingMap(), limit);
  }

  private NavigableMap<Long, LedgerRow> rows(ArtifactName artifact, AliasName alias) {
    return partition(artifact).ledgers.getOrDefault(alias, new TreeMap<>());
  }

  /** Does nothing: there is nothing to release. */
  @Override
  public void close() {}
}
