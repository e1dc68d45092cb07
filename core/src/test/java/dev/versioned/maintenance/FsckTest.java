package dev.versioned.maintenance;

import static dev.versioned.maintenance.World.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.Fsck;
import dev.versioned.Gc;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.StateChange;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.maintenance.Violation.Kind;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.Latest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Routing;
import dev.versioned.model.Slots;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Plants each kind of violation by writing directly to the stores. */
class FsckTest {
  private static final AliasName LIVE = AliasName.parse("LIVE");
  private static final VersionNumber V1 = VersionNumber.of(1);
  private static final VersionNumber V2 = VersionNumber.of(2);

  private final World world = new World();

  private List<Kind> kinds() {
    return world.violations().stream().map(Violation::kind).toList();
  }

  private Violation only() {
    assertThat(world.violations()).hasSize(1);
    return world.violations().get(0);
  }

  /** The content of an alias and its ledger row. */
  private record Planted(
      long revision,
      Optional<Routing> before,
      Routing routing,
      Slots slots,
      SortedMap<VersionNumber, Version> versions,
      long serving,
      long rollback) {
    Planted {
      versions = new TreeMap<>(versions);
    }
  }

  private SortedMap<VersionNumber, Version> records(Routing routing) {
    SortedMap<VersionNumber, Version> versions = new TreeMap<>();
    routing
        .versions()
        .forEach(
            number ->
                world
                    .catalog
                    .findVersion(CHECKOUT, number)
                    .map(entry -> ((VersionEntry.Committed) entry).version())
                    .or(() -> Optional.of(world.version(number.value(), "of no version")))
                    .ifPresent(version -> versions.put(number, version)));
    return versions;
  }

  private Planted right(Routing routing) {
    return new Planted(1, Optional.empty(), routing, Slots.first(routing), records(routing), 1, 0);
  }

  /** Writes an alias, and a ledger row with the given routing. */
  private void plant(Planted it, long expectedRevision, Routing rowAfter, VersionNumber... gained) {
    Alias alias =
        new Alias(
            CHECKOUT,
            LIVE,
            it.revision(),
            it.routing(),
            it.slots(),
            "split",
            it.versions(),
            "",
            World.START,
            "planter",
            0,
            Optional.empty(),
            AliasOverrides.NONE);
    LedgerEntry entry =
        new LedgerEntry(
            CHECKOUT,
            LIVE,
            it.revision(),
            LedgerEntry.Action.MOVE,
            it.before(),
            Optional.of(rowAfter),
            "planter",
            "",
            World.START);
    AliasMove.Result result =
        world.catalog.move(
            new AliasMove(
                expectedRevision,
                new AliasEntry.Present(
                    alias, "move", it.serving(), it.rollback(), Optional.empty()),
                new LedgerRow(entry, "move", it.rollback()),
                Set.of(gained),
                Set.of()));
    assertThat(result).isInstanceOf(AliasMove.Moved.class);
  }

  @Test
  void everythingThatTheLibraryDoesIsClean() {
    Version one = world.publish("one");
    Version two = world.publish("two");
    world.checkout.publish(Content.of("three"), p -> p.idempotencyKey("run-3"));
    world.checkout.alias("LIVE").pointTo(one);
    world.checkout.alias("LIVE").split(one, two, Weight.percent(12.5));
    world.checkout.alias("LIVE").promote();
    world.checkout.alias("LIVE").rollback();
    world.checkout.alias("LIVE").describe("serves customers");
    world.checkout.alias("LIVE").rollback();
    world.checkout.alias("NEXT").pointTo(Latest.LATEST);
    world.checkout.alias("GONE").pointTo(two);
    world.checkout.alias("GONE").delete();
    world.checkout.alias("GONE").pointTo(one);
    world.checkout.alias("GONE").delete();
    world.delete(two);
    world.publishAndDie("dead");
    world.checkout.put(Content.of("copy"));
    world.repo.artifact("deleted").publish(Content.of("x"));
    world.repo.artifact("deleted").deleteAll();
    assertThat(world.violations()).isEmpty();
    world.advance(Duration.ofDays(100));
    world.repo.gc().run();
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void emptyRepositoryIsClean() {
    assertThat(world.violations()).isEmpty();
    assertThat(world.checkout.fsck().violations()).isEmpty();
  }

  @Test
  void versionWithoutBytesIsFound() {
    world.publish("one");
    world.publish("two");
    world.blobs.delete(BlobKey.ofVersion(CHECKOUT, V1, ""));
    Violation violation = only();
    assertThat(violation)
        .isEqualTo(
            new Violation(
                Kind.BYTES_MISSING,
                CHECKOUT,
                "checkout:1",
                "3 bytes at checkout/000000000001/checkout",
                "nothing"));
    assertThat(violation.toString())
        .startsWith("BYTES_MISSING checkout:1: expected 3 bytes at")
        .endsWith(Kind.BYTES_MISSING.remedy());
  }

  @Test
  void deletedVersionWithoutBytesIsFoundAlsoOfADeletedArtifact() {
    world.publish("one");
    world.checkout.deleteAll();
    world.blobs.delete(BlobKey.ofVersion(CHECKOUT, V1, ""));
    assertThat(world.blobs.artifacts()).isEmpty();
    assertThat(kinds()).containsExactly(Kind.BYTES_MISSING);
  }

  @Test
  void bytesOfAnotherSizeAreFound() {
    world.publish("one");
    world.blobs.delete(BlobKey.ofVersion(CHECKOUT, V1, ""));
    world.write(BlobKey.ofVersion(CHECKOUT, V1, ""), "longer");
    assertThat(only())
        .isEqualTo(new Violation(Kind.SIZE_DIFFERS, CHECKOUT, "checkout:1", "3 bytes", "6 bytes"));
  }

  @Test
  void bytesOfAnotherDigestAreFoundIfTheyAreRead() {
    world.publish("one");
    world.blobs.delete(BlobKey.ofVersion(CHECKOUT, V1, ""));
    world.write(BlobKey.ofVersion(CHECKOUT, V1, ""), "eno");
    assertThat(world.repo.fsck().violations()).isEmpty();
    assertThat(kinds()).containsExactly(Kind.DIGEST_DIFFERS);
  }

  @Test
  void recordOfOtherBytesIsFound() {
    world.reserve("one");
    Version right = world.version(1, "one");
    BlobKey elsewhere = BlobKey.ofVersion(ArtifactName.parse("other"), V1, "");
    world.commit(
        new Version(
            CHECKOUT,
            V1,
            right.digest(),
            right.sizeBytes(),
            right.contentType(),
            "",
            "",
            right.metadata(),
            right.createdAt(),
            "",
            elsewhere,
            Version.NO_PLACE));
    assertThat(only().kind()).isEqualTo(Kind.RECORD_UNREADABLE);
    assertThat(only().subject()).isEqualTo("version checkout:1");
    assertThat(only().actual()).contains("its key is not checkout/000000000001");
  }

  @Test
  void numberThatWasNotGivenIsFound() {
    world.publish("one");
    world.commit(world.version(7, "seven"));
    world.write(BlobKey.ofVersion(CHECKOUT, VersionNumber.of(7), ""), "seven");
    assertThat(only())
        .isEqualTo(
            new Violation(
                Kind.NUMBER_NOT_RESERVED, CHECKOUT, "checkout:7", "a number up to 1", "7"));
  }

  @Test
  void bytesUnderANumberThatWasNotGivenAreFound() {
    world.publish("one");
    world.write(BlobKey.ofVersion(CHECKOUT, V2, ""), "two");
    world.write(BlobKey.ofVersion(ArtifactName.parse("unknown"), V1, ""), "one");
    world.write(new BlobKey("logs/202601010000"), "not written by the library", "");
    assertThat(world.violations())
        .extracting(Violation::kind, Violation::subject)
        .containsExactlyInAnyOrder(
            tuple(Kind.BLOB_NOT_RESERVED, "checkout:2"),
            tuple(Kind.BLOB_NOT_RESERVED, "unknown:1"));
  }

  @Test
  void wrongReferenceCountsAreFound() {
    world.publish("one");
    world.reserve("two");
    world.write(BlobKey.ofVersion(CHECKOUT, V2, ""), "two");
    world.commit(world.version(2, "two"));
    world.plantState(2, VersionState.ACTIVE, 2);
    plant(right(Routing.to(V1)), 0, Routing.to(V1)); // without a reference
    assertThat(world.violations())
        .extracting(Violation::kind, Violation::subject, Violation::expected, Violation::actual)
        .containsExactly(
            tuple(Kind.REFERENCES_DIFFER, "checkout:1", "1 references", "0 references"),
            tuple(Kind.REFERENCES_DIFFER, "checkout:2", "0 references", "2 references"));
  }

  @Test
  void stateWithoutAVersionIsFound() {
    world.publish("one");
    world.reserve("two");
    world.plantState(1, VersionState.DELETED, 0);
    world.plantState(2, VersionState.DELETED, 0);
    world.plantState(3, VersionState.ACTIVE, 0); // equal to having no state
    assertThat(only())
        .isEqualTo(
            new Violation(
                Kind.STATE_WITHOUT_VERSION,
                CHECKOUT,
                "state of version checkout:2",
                "a version, or no state",
                "DELETED and 0 references"));
    world.plantState(2, VersionState.ACTIVE, 1);
    assertThat(only().actual()).isEqualTo("ACTIVE and 1 references");
  }

  @Test
  void aliasOfAVersionThatIsDeletedOrNotThereIsFound() {
    world.publish("one");
    Routing routing = Routing.split(V1, V2, Weight.percent(10));
    plant(right(routing), 0, routing);
    StateChange deletion =
        new StateChange(CHECKOUT, V1, VersionState.ACTIVE, VersionState.DELETED, World.START);
    assertThat(world.catalog.changeState(deletion)).isInstanceOf(StateChange.Changed.class);
    assertThat(world.violations())
        .extracting(Violation::kind, Violation::expected, Violation::actual)
        .contains(
            tuple(Kind.TARGET_NOT_ACTIVE, "version 1 ACTIVE", "DELETED"),
            tuple(Kind.TARGET_NOT_ACTIVE, "version 2 ACTIVE", "no such version"));
  }

  @Test
  void aliasThatCarriesAnotherRecordIsFound() {
    world.publish("one");
    Planted right = right(Routing.to(V1));
    right.versions().put(V1, world.version(1, "another"));
    plant(right, 0, Routing.to(V1), V1);
    assertThat(kinds()).containsExactly(Kind.TARGET_DIFFERS);
  }

  @Test
  void slotsThatAreNotAsTheWeightsAreFound() {
    world.publish("one");
    world.publish("two");
    Routing routing = Routing.split(V1, V2, Weight.percent(10));
    Slots other = Slots.first(Routing.split(V1, V2, Weight.percent(11)));
    plant(
        new Planted(1, Optional.empty(), routing, other, records(routing), 1, 0),
        0,
        routing,
        V1,
        V2);
    assertThat(only().kind()).isEqualTo(Kind.RECORD_UNREADABLE);
    assertThat(only().subject()).isEqualTo("alias checkout:LIVE");
    assertThat(only().actual()).contains("its slots 1*8900,2*1100").contains("1=90% 2=10%");
  }

  @Test
  void missingLedgerRowsAreFound() {
    world.publish("one");
    Routing routing = Routing.to(V1);
    plant(right(routing), 0, routing, V1);
    plant(
        new Planted(4, Optional.of(routing), routing, Slots.first(routing), records(routing), 1, 0),
        1,
        routing);
    assertThat(only())
        .isEqualTo(
            new Violation(
                Kind.LEDGER_GAP,
                CHECKOUT,
                "checkout:LIVE",
                "rows of revisions 2 to 3",
                "none of them"));
  }

  @Test
  void missingFirstRowsAndRowsOfRevisionsToComeAreFound() {
    world.publish("one");
    Routing routing = Routing.to(V1);
    plant(
        new Planted(3, Optional.empty(), routing, Slots.first(routing), records(routing), 3, 0),
        0,
        routing,
        V1);
    // The alias is set back to revision 2, but the ledger is not: row 3 is in the future.
    plant(
        new Planted(2, Optional.empty(), routing, Slots.first(routing), records(routing), 2, 0),
        3,
        routing);
    assertThat(world.violations())
        .extracting(Violation::kind, Violation::subject, Violation::expected)
        .containsExactly(
            tuple(
                Kind.LEDGER_GAP, "checkout:LIVE revision 3", "no row: the alias is at revision 2"),
            tuple(Kind.LEDGER_GAP, "checkout:LIVE", "rows of revisions 1 to 1"));
  }

  @Test
  void brokenChainIsFound() {
    world.publish("one");
    world.publish("two");
    plant(right(Routing.to(V1)), 0, Routing.to(V1), V1);
    Routing second = Routing.to(V1);
    plant(
        new Planted(
            2, Optional.of(Routing.to(V2)), second, Slots.first(second), records(second), 1, 0),
        1,
        second);
    assertThat(only())
        .isEqualTo(
            new Violation(
                Kind.LEDGER_BROKEN,
                CHECKOUT,
                "checkout:LIVE revision 2",
                "to begin with 1=100%",
                "2=100%"));
  }

  @Test
  void firstRowThatBeginsWithSomethingIsFound() {
    world.publish("one");
    Routing routing = Routing.to(V1);
    plant(
        new Planted(1, Optional.of(routing), routing, Slots.first(routing), records(routing), 1, 0),
        0,
        routing,
        V1);
    assertThat(kinds()).containsExactly(Kind.LEDGER_BROKEN);
  }

  @Test
  void aliasThatDiffersFromItsLedgerIsFound() {
    world.publish("one");
    world.publish("two");
    plant(right(Routing.to(V1)), 0, Routing.to(V2), V1);
    assertThat(kinds()).containsExactly(Kind.ROLLBACK_DIFFERS, Kind.LEDGER_END_DIFFERS);
  }

  @Test
  void aliasThatDiffersFromItsRolloutIsFound() {
    world.publish("one");
    world.publish("two");
    world.checkout.alias(LIVE).pointTo(V1);
    world.checkout.alias(LIVE).rollout().start(V2, RolloutStrategy.allAtOnce());
    assertThat(kinds()).isEmpty();
    AliasEntry.Present there =
        (AliasEntry.Present) world.catalog.findAlias(CHECKOUT, LIVE).orElseThrow();
    Rollout was = there.rollout().orElseThrow();
    // The same revision with another rollout, which only another program can write.
    world.edit(
        new ItemKey("ALIASES#checkout", "LIVE"),
        "rollout",
        old -> {
          Map<String, ItemValue> fields = new TreeMap<>(((ItemValue.Fields) old).values());
          fields.put("state", ItemValue.of("BAKING"));
          fields.put("step", ItemValue.of(1));
          return new ItemValue.Fields(fields);
        });
    assertThat(world.repo.fsck().violations())
        .containsExactly(
            new Violation(
                Kind.ROLLOUT_DIFFERS,
                CHECKOUT,
                "checkout:LIVE",
                "1=0% 2=100% at step 1 of rollout " + was.id(),
                "1=100% 2=0%"));
  }

  @Test
  void rolloutThatNoTickerFindsIsReported() {
    world.publish("one");
    world.publish("two");
    world.checkout.alias(LIVE).pointTo(V1);
    world.checkout.alias(LIVE).rollout().start(V2, RolloutStrategy.allAtOnce());
    edit("listed", old -> ItemValue.of("yes"));
    assertThat(world.repo.fsck().violations())
        .containsExactly(
            new Violation(
                Kind.ROLLOUT_LISTING_DIFFERS,
                CHECKOUT,
                "checkout:LIVE",
                "in the list of rollouts",
                "not in the list of rollouts"));
    assertThat(world.repo.rollouts()).isEmpty();
    world.checkout.alias(LIVE).rollout().pause();
    assertThat(kinds()).isEmpty();
    assertThat(world.repo.rollouts()).hasSize(1);
    world.checkout.alias(LIVE).rollout().abort();
    edit("listed", old -> ItemValue.of("rolling-out"));
    assertThat(kinds()).containsExactly(Kind.ROLLOUT_LISTING_DIFFERS);
    assertThat(world.repo.rollouts()).isEmpty();
    world.checkout.alias(LIVE).delete();
    edit("listed", old -> ItemValue.of("rolling-out"));
    assertThat(kinds()).containsExactly(Kind.ROLLOUT_LISTING_DIFFERS);
  }

  private void edit(String attribute, UnaryOperator<ItemValue> change) {
    world.edit(new ItemKey("ALIASES#checkout", "LIVE"), attribute, change);
  }

  @Test
  void wayBackThatIsNotInTheLedgerIsFound() {
    world.publish("one");
    Routing routing = Routing.to(V1);
    plant(
        new Planted(1, Optional.empty(), routing, Slots.first(routing), records(routing), 1, 1),
        0,
        routing,
        V1);
    assertThat(only().kind()).isEqualTo(Kind.ROLLBACK_DIFFERS);
  }

  @Test
  void workingCopyWithoutBytesIsFound() {
    world.checkout.put(Content.of("copy"));
    world.catalog.swapLatest(
        new WorkingCopy(world.workingCopy("lost", "lost"), "lost", "etag", 2, 0));
    assertThat(only())
        .isEqualTo(
            new Violation(
                Kind.BYTES_MISSING,
                CHECKOUT,
                "checkout:$LATEST",
                "4 bytes at checkout/latest/lost/checkout",
                "nothing"));
  }

  @Test
  void idempotencyKeyOfNoVersionIsFound() {
    Fingerprint one = Fingerprint.of(world.publish("one"));
    for (int i = 1; i <= 5; i++) {
      int number = i == 4 ? 9 : 1;
      world.catalog.recordKey(
          new IdempotencyRecord(
              CHECKOUT, new IdempotencyKey("key-" + i), VersionNumber.of(number), one, World.START),
          World.START);
    }
    assertThat(only().subject()).isEqualTo("checkout idempotency key key-4");
    assertThat(only().kind()).isEqualTo(Kind.KEY_WITHOUT_VERSION);
  }

  @Test
  void aliasOfAnArtifactThatWasNeverRegisteredIsLookedAt() {
    Routing routing = Routing.to(V1);
    plant(right(routing), 0, routing);
    assertThat(kinds()).containsExactly(Kind.TARGET_NOT_ACTIVE);
  }

  @Test
  void constantlyChangingStateIsReportedAsUnsettled() {
    world.publish("one");
    plant(right(Routing.to(V1)), 0, Routing.to(V1)); // without a reference, which is never repaired
    AtomicInteger moves = new AtomicInteger();
    ItemStore restless =
        Interposed.before(
            world.items,
            "list the aliases",
            () -> world.checkout.alias("LIVE").describe("move " + moves.incrementAndGet()));
    List<Violation> violations = world.over(world.blobs, restless).fsck().violations().toList();
    assertThat(violations)
        .extracting(Violation::kind, Violation::subject)
        .containsExactly(tuple(Kind.UNSETTLED, "checkout:1"));
  }

  @Test
  void changeBetweenTwoReadsIsNoViolation() {
    Version one = world.publish("one");
    Version two = world.publish("two");
    world.checkout.alias("LIVE").pointTo(one);
    // After the references were counted and before the versions are read, the alias is moved.
    AtomicBoolean once = new AtomicBoolean();
    ItemStore busy =
        Interposed.before(
            world.items,
            "list the versions",
            () -> {
              if (once.compareAndSet(false, true)) {
                world.checkout.alias("LIVE").pointTo(two);
                world.delete(one);
              }
            });
    assertThat(world.over(world.blobs, busy).fsck().violations()).isEmpty();
    assertThat(once).isTrue();
  }

  @Test
  void versionExpiredBetweenTwoReadsIsNoViolation() {
    Version one = world.publish("one");
    world.publish("two");
    world.delete(one);
    Gc eager = world.repo.gc().withUndeleteWindow(Duration.ZERO);
    BlobStore blobs = Interposed.before(BlobStore.class, world.blobs, "find", () -> eager.run());
    Fsck fsck = world.over(blobs, world.items).fsck().verifyingDigests();
    assertThat(fsck.violations()).isEmpty();
    assertThat(world.hasBytes(V1)).isFalse();
  }

  @Test
  void checksDuringEverythingFindNothing() {
    ArtifactRepository repo = ArtifactRepository.inMemory();
    repo.artifact("a").publish(Content.of("first"));
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> work =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 300; i++) {
                Version next = repo.artifact("a").publish(Content.of("c" + i)).version();
                repo.artifact("a").alias("LIVE").pointTo(next);
                repo.artifact("a").put(Content.of("p" + i));
                if (i > 2) {
                  repo.artifact("a").delete(VersionNumber.of(i - 1L));
                }
                repo.gc().withGracePeriod(Duration.ZERO).withUndeleteWindow(Duration.ZERO).run();
              }
              done.set(true);
            });
    do {
      assertThat(repo.fsck().verifyingDigests().violations())
          .filteredOn(violation -> violation.kind() != Kind.UNSETTLED)
          .isEmpty();
    } while (!done.get() && !work.isCompletedExceptionally());
    work.join();
    assertThat(repo.fsck().violations()).isEmpty();
  }
}
