package dev.versioned.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.CommitResult;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.StateChange;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.Latest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Routing;
import dev.versioned.model.Slots;
import dev.versioned.model.Target;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.model.Weight;
import dev.versioned.spi.Environment;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fixture of a test of the catalog over a store: the catalog, a separate artifact, and records
 * like the library's.
 */
record CatalogFixture(Catalog store, ArtifactName artifact) {
  /** How long calls are repeated that the store asks its caller to retry. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static CatalogFixture over(ItemStore items, ArtifactName artifact) {
    return new CatalogFixture(new Catalog(items, Environment.system().executor()), artifact);
  }

  CatalogFixture of(ArtifactName other) {
    return new CatalogFixture(store, other);
  }

  static VersionNumber number(long value) {
    return VersionNumber.of(value);
  }

  static Fingerprint fingerprint(String content) {
    return Fingerprint.of(
        Digest.of(content.getBytes(StandardCharsets.UTF_8)),
        "text/plain",
        Collections.emptySortedMap());
  }

  // Numbers and versions

  Reservation wish(String content, String attemptId, Reservation.Condition condition) {
    return new Reservation(artifact, fingerprint(content), attemptId, condition, Samples.TIME);
  }

  Reservation.Result reserve(String content, String attemptId) {
    return store.reserve(wish(content, attemptId, new Reservation.ContentDiffers()));
  }

  Version version(Target id) {
    BlobKey key =
        id instanceof VersionNumber number
            ? BlobKey.ofVersion(artifact, number, "checkout.jar")
            : BlobKey.ofUpload(artifact, "upload", "checkout.jar");
    SortedMap<String, String> metadata = new TreeMap<>(Map.of("git.sha", "1a2b3c"));
    return new Version(
        artifact,
        id,
        Digest.of(id.toString().getBytes(StandardCharsets.UTF_8)),
        4711,
        "application/java-archive",
        "checkout.jar",
        "faster basket",
        metadata,
        Samples.TIME,
        "contract",
        key,
        Version.NO_PLACE);
  }

  VersionRecord recordOf(long number) {
    return new VersionRecord(version(number(number)), "attempt-" + number);
  }

  /** Returns the entry of a number after its commit. */
  VersionEntry.Committed entry(long number) {
    return recordOf(number).in(VersionStatus.INITIAL);
  }

  VersionEntry.Committed commit(long number) {
    assertThat(store.commit(recordOf(number), null)).isInstanceOf(CommitResult.Committed.class);
    return entry(number);
  }

  void commitAll(int count) {
    Race.forEach(count, i -> commit(i + 1));
  }

  void change(long number, VersionState from, VersionState to) {
    StateChange change = new StateChange(artifact, number(number), from, to, Samples.TIME);
    assertThat(store.changeState(change)).isInstanceOf(StateChange.Changed.class);
  }

  void delete(long number) {
    change(number, VersionState.ACTIVE, VersionState.DELETED);
  }

  Optional<VersionEntry> find(long number) {
    return store.findVersion(artifact, number(number));
  }

  long references(long number) {
    return ((VersionEntry.Committed) find(number).orElseThrow()).references();
  }

  static VersionEntry.Committed withState(
      VersionEntry.Committed entry, VersionState state, Instant at) {
    return entry.record().in(new VersionStatus(state, Optional.of(at), entry.references()));
  }

  IdempotencyRecord record(String key, long number, Instant expiresAt) {
    return new IdempotencyRecord(
        artifact,
        new IdempotencyKey(key),
        number(number),
        fingerprint("content of " + number),
        expiresAt);
  }

  Optional<IdempotencyRecord> findKey(String key) {
    return store.findKey(artifact, new IdempotencyKey(key));
  }

  // The working copy

  WorkingCopy copy(String uploadId, long revision, long lastNumber) {
    Version any = version(Latest.LATEST);
    Version version =
        new Version(
            artifact,
            Latest.LATEST,
            any.digest(),
            any.sizeBytes(),
            any.contentType(),
            any.fileName(),
            any.description(),
            any.metadata(),
            any.createdAt(),
            any.createdBy(),
            BlobKey.ofUpload(artifact, uploadId, any.fileName()),
            Version.NO_PLACE);
    return new WorkingCopy(version, uploadId, "etag-" + uploadId, revision, lastNumber);
  }

  boolean retire(long lastNumber, long latestRevision) {
    return store.retire(
        new ArtifactRecord(artifact, lastNumber, "", "", Samples.TIME), latestRevision);
  }

  WorkingCopy.SwapResult swap(WorkingCopy next) {
    return retry(() -> store.swapLatest(next), result -> result instanceof WorkingCopy.Contended);
  }

  WorkingCopy put(String uploadId, long revision) {
    WorkingCopy copy = copy(uploadId, revision, 0);
    assertThat(swap(copy)).isInstanceOf(WorkingCopy.Swapped.class);
    return copy;
  }

  Optional<WorkingCopy> workingCopy() {
    return store.latest(artifact).workingCopy();
  }

  // Aliases

  static Routing to(long number) {
    return Routing.to(number(number));
  }

  static Routing split(long primary, long canary, double percent) {
    return Routing.split(number(primary), number(canary), Weight.percent(percent));
  }

  Optional<AliasEntry> find(String alias) {
    return store.findAlias(artifact, AliasName.parse(alias));
  }

  /** Returns a move of an alias from the given state, as the library would plan it. */
  AliasMove plan(String alias, Optional<AliasEntry> there, Routing routing) {
    AliasName name = AliasName.parse(alias);
    long revision = there.map(AliasEntry::revision).orElse(0L) + 1;
    String moveId = Samples.id();
    Instant at = Samples.TIME.plusSeconds(revision);
    Optional<Alias> before = alias(there);
    SortedMap<VersionNumber, Version> versions = new TreeMap<>();
    routing.versions().forEach(number -> versions.put(number, version(number)));
    Alias after =
        new Alias(
            artifact,
            name,
            revision,
            routing,
            before.map(a -> a.slots().rebalance(routing)).orElseGet(() -> Slots.first(routing)),
            "split-" + revision,
            versions,
            "what is live",
            at,
            "contract",
            0,
            Optional.empty(),
            AliasOverrides.NONE);
    return move(
        there,
        new AliasEntry.Present(after, moveId, revision, revision - 1, Optional.empty()),
        new LedgerEntry(
            artifact,
            name,
            revision,
            before.isPresent() ? LedgerEntry.Action.MOVE : LedgerEntry.Action.CREATE,
            before.map(Alias::routing),
            Optional.of(routing),
            "contract",
            "because",
            at));
  }

  /** Returns the deletion of an alias. */
  AliasMove planDeletion(String alias, AliasEntry there) {
    AliasName name = AliasName.parse(alias);
    long revision = there.revision() + 1;
    Instant at = Samples.TIME.plusSeconds(revision);
    return move(
        Optional.of(there),
        new AliasEntry.Deleted(artifact, name, revision, Samples.id(), at, there.epoch()),
        new LedgerEntry(
            artifact,
            name,
            revision,
            LedgerEntry.Action.DELETE,
            alias(Optional.of(there)).map(Alias::routing),
            Optional.empty(),
            "contract",
            "no longer needed",
            at));
  }

  private static AliasMove move(Optional<AliasEntry> there, AliasEntry after, LedgerEntry ledger) {
    long expected = there.map(AliasEntry::revision).orElse(0L);
    long rollback = after instanceof AliasEntry.Present present ? present.rollbackRevision() : 0;
    Set<VersionNumber> old = versions(there);
    Set<VersionNumber> now = versions(Optional.of(after));
    return new AliasMove(
        expected,
        after,
        new LedgerRow(ledger, after.moveId(), rollback),
        without(now, old),
        without(old, now));
  }

  static Optional<Alias> alias(Optional<AliasEntry> entry) {
    return entry.flatMap(
        e -> e instanceof AliasEntry.Present p ? Optional.of(p.alias()) : Optional.empty());
  }

  private static Set<VersionNumber> versions(Optional<AliasEntry> entry) {
    return alias(entry).map(a -> a.routing().versions()).orElse(Set.of());
  }

  private static Set<VersionNumber> without(
      Set<VersionNumber> versions, Set<VersionNumber> others) {
    Set<VersionNumber> rest = new HashSet<>(versions);
    rest.removeAll(others);
    return rest;
  }

  AliasMove.Result move(AliasMove move) {
    return retry(() -> store.move(move), result -> result instanceof AliasMove.Contended);
  }

  AliasMove moved(AliasMove move) {
    assertThat(move(move)).isInstanceOf(AliasMove.Moved.class);
    return move;
  }

  /** Moves an alias from its current state. */
  AliasMove moveTo(String alias, Routing routing) {
    return moved(plan(alias, find(alias), routing));
  }

  AliasMove delete(String alias) {
    return moved(planDeletion(alias, find(alias).orElseThrow()));
  }

  static <T> T retry(Supplier<T> call, Predicate<T> again) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    T result = Race.answered(call);
    while (again.test(result) && System.nanoTime() < deadline) {
      result = Race.answered(call);
    }
    return result;
  }

  // Pages

  /** Fetches the page after an item, or the first page. */
  interface Fetch<T> {
    Page<T> fetch(@Nullable T last, int limit);
  }

  /** Reads a list in pages of this size. */
  static <T> List<T> walk(int pageSize, Fetch<T> list) {
    List<T> all = new ArrayList<>();
    T last = null;
    while (true) {
      Page<T> page = list.fetch(last, pageSize);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(pageSize);
      // A list with a cycle would never end.
      assertThat(Collections.disjoint(all, page.items())).as("new items: %s", page).isTrue();
      all.addAll(page.items());
      if (!page.hasMore()) {
        return all;
      }
      // Without a last item, the same page would be fetched for ever.
      assertThat(page.items()).as("a page that is not the last").isNotEmpty();
      last = page.items().get(page.items().size() - 1);
    }
  }

  /** Reads a list in pages of every interesting size; the result must be the same. */
  static <T> void assertPages(List<T> expected, Fetch<T> list) {
    for (int pageSize : new int[] {1, 2, 3, expected.size(), expected.size() + 1, 1000}) {
      if (pageSize > 0) {
        assertThat(walk(pageSize, list)).as("in pages of %s", pageSize).isEqualTo(expected);
      }
    }
  }

  List<VersionEntry> versions() {
    return walk(100, this::versionsAfter);
  }

  Page<VersionEntry> versionsAfter(@Nullable VersionEntry last, int limit) {
    return store.versions(artifact, last == null ? null : last.number(), limit);
  }

  Page<AliasEntry> aliasesAfter(@Nullable AliasEntry last, int limit) {
    return store.aliases(artifact, last == null ? null : last.name(), limit);
  }

  List<LedgerRow> ledger(String alias) {
    return walk(100, (last, limit) -> ledgerAfter(alias, last, limit));
  }

  Page<LedgerRow> ledgerAfter(String alias, @Nullable LedgerRow last, int limit) {
    long before = last == null ? Long.MAX_VALUE : last.entry().revision();
    return store.ledger(artifact, AliasName.parse(alias), before, limit);
  }
}
