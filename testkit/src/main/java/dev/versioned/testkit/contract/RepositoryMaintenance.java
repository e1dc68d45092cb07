package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.Gc;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.CommitResult;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.maintenance.Garbage;
import dev.versioned.maintenance.Garbage.Reason;
import dev.versioned.maintenance.GcReport;
import dev.versioned.maintenance.PruneReport;
import dev.versioned.maintenance.Retention;
import dev.versioned.maintenance.Verdict;
import dev.versioned.maintenance.Violation;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.Latest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.model.Weight;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Collecting, checking and pruning: what they find, what they remove, and what they never change.
 */
abstract class RepositoryMaintenance {
  /** The precision of a store's times: many have whole seconds only. */
  private static Duration precision(Instant told) {
    boolean whole = told.truncatedTo(ChronoUnit.SECONDS).equals(told);
    return whole ? Duration.ofSeconds(1) : Duration.ofMillis(1);
  }

  abstract RepositoryFixture fixture();

  private Artifact artifact() {
    return fixture().artifact();
  }

  private CatalogFixture catalog() {
    return new CatalogFixture(fixture().catalog(), fixture().name());
  }

  /** Returns a collector without grace periods, with pages so small that there are several. */
  private Gc eager() {
    return fixture()
        .another(RepositoryFixture.SETTINGS.withPageSize(3))
        .artifact(fixture().name())
        .gc()
        .withGracePeriod(Duration.ZERO)
        .withUndeleteWindow(Duration.ZERO);
  }

  private List<Violation> violations() {
    return artifact().fsck().verifyingDigests().violations().toList();
  }

  private void write(BlobKey key, String content, String attemptId) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    BlobFixture.written(
        ByteSource.of(bytes).writeTo(fixture().blobs(), key, BlobFixture.header(attemptId)));
  }

  private BlobKey key(VersionNumber number) {
    return BlobKey.ofVersion(fixture().name(), number, "");
  }

  private boolean hasBytes(VersionNumber number) {
    return fixture().blobs().find(key(number)).isPresent();
  }

  /**
   * Does what a publisher does before it crashes: it has reserved a number and written its bytes.
   */
  private VersionNumber publishAndDie(String content) {
    Reservation.Result result = catalog().reserve(content, "dead-" + content);
    VersionNumber number = ((Reservation.Reserved) result).number();
    write(key(number), content, "dead-" + content);
    return number;
  }

  private VersionNumber publishAndDelete(String content) {
    VersionNumber number = fixture().publish(content).number();
    artifact().delete(number);
    return number;
  }

  /** Waits until everything written so far is in the past by the store's clock. */
  private void letTimePass() {
    Instant now = fixture().blobs().now();
    Instant written = now.plus(precision(now));
    RepositoryFixture.await(
        "the store's clock goes on", () -> fixture().blobs().now().isAfter(written));
  }

  @Test
  void garbageOfEachKindIsCollectedAndNothingElse() {
    Version live = fixture().publish("live");
    artifact().alias("LIVE").pointTo(live);
    VersionNumber dead = publishAndDie("dead");
    VersionNumber abandoned = publishAndDie("abandoned");
    fixture().catalog().abandon(fixture().name(), abandoned, Samples.TIME);
    VersionNumber deleted = publishAndDelete("deleted");
    VersionNumber expired = publishAndDelete("expired");
    catalog().change(expired.value(), VersionState.DELETED, VersionState.EXPIRED);
    Version newest = fixture().publish("newest");
    BlobKey replaced = artifact().put(Content.of("replaced")).key();
    BlobKey copy = artifact().put(Content.of("working copy")).key();
    BlobKey foreign = new BlobKey(fixture().name() + "/readme");
    write(foreign, "foreign", "");
    letTimePass();

    assertThat(artifact().gc().plan())
        .as("before the grace period and the undelete window are over")
        .extracting(Garbage::reason)
        .containsExactlyInAnyOrder(Reason.ABANDONED, Reason.EXPIRED);
    assertThat(eager().plan())
        .extracting(Garbage::reason, Garbage::key, Garbage::sizeBytes)
        .containsExactlyInAnyOrder(
            tuple(Reason.UNCOMMITTED, key(dead), 4L),
            tuple(Reason.ABANDONED, key(abandoned), 9L),
            tuple(Reason.DELETED, key(deleted), 7L),
            tuple(Reason.EXPIRED, key(expired), 7L),
            tuple(Reason.UNUSED_UPLOAD, replaced, 8L));
    assertThat(fixture().blobKeys()).as("a plan changes nothing").hasSize(9);

    GcReport report = eager().run();
    assertThat(report.failures()).isEmpty();
    assertThat(report.total()).isEqualTo(new GcReport.Tally(5, 35, 0, 0));
    assertThat(fixture().blobKeys())
        .containsExactlyInAnyOrder(live.key(), newest.key(), copy, foreign);
    assertThat(eager().run().tallies()).isEmpty();
    assertThat(artifact().readBytes(live.number())).asString().isEqualTo("live");
    assertThat(artifact().readBytes(Latest.LATEST)).asString().isEqualTo("working copy");
    assertThat(violations()).isEmpty();
  }

  @Test
  void objectsOfNumbersGivenUpAreKeptAndListed() {
    fixture().publish("one");
    write(key(number(2)), "forgotten", "an attempt of another table");
    assertThatExceptionOfType(AlreadyExistsException.class)
        .isThrownBy(() -> artifact().publish(Content.of("two")));
    write(key(number(3)), "foreign", "");
    Version version = fixture().publish("two");
    assertThat(version.number()).isEqualTo(number(4));
    letTimePass();
    assertThat(eager().plan()).isEmpty();
    assertThat(eager().run().tallies()).isEmpty();
    assertThat(violations())
        .extracting(Violation::kind, Violation::subject)
        .containsExactly(
            tuple(Violation.Kind.NUMBER_GIVEN_UP, fixture().name() + ":2"),
            tuple(Violation.Kind.NUMBER_GIVEN_UP, fixture().name() + ":3"));
    assertThat(eager().withGivenUp().run().of(Reason.GIVEN_UP).removed()).isEqualTo(2);
    assertThat(violations()).isEmpty();
    assertThat(artifact().readBytes(version.number())).asString().isEqualTo("two");
  }

  @Test
  void foreignObjectUnderAReservedNumberIsKept() {
    VersionNumber dead = ((Reservation.Reserved) catalog().reserve("dead", "dead")).number();
    write(key(dead), "foreign", "");
    letTimePass();
    assertThat(eager().plan()).isEmpty();
    fixture().catalog().abandon(fixture().name(), dead, Samples.TIME);
    assertThat(eager().run().tallies()).isEmpty();
    assertThat(hasBytes(dead)).isTrue();
  }

  @Test
  void publisherThatIsOvertakenCannotCommit() {
    VersionNumber slow = publishAndDie("slow");
    letTimePass();
    assertThat(eager().run().of(Reason.UNCOMMITTED).removed()).isEqualTo(1);
    assertThat(fixture().catalog().commit(catalog().recordOf(slow.value()), null))
        .isInstanceOfSatisfying(
            CommitResult.NumberTaken.class,
            taken -> assertThat(taken.existing()).isInstanceOf(VersionEntry.Abandoned.class));
    assertThat(fixture().publish("slow").number()).isEqualTo(number(slow.value() + 1));
    assertThat(violations()).isEmpty();
  }

  @Test
  void putThatIsOvertakenCannotBecomeTheWorkingCopy() {
    artifact().put(Content.of("old"));
    String uploadId = Samples.id();
    write(BlobKey.ofUpload(fixture().name(), uploadId, ""), "slow", uploadId);
    letTimePass();
    assertThat(eager().run().of(Reason.UNUSED_UPLOAD).removed()).isEqualTo(1);
    assertThat(catalog().swap(catalog().copy(uploadId, 2, 0)))
        .isInstanceOf(WorkingCopy.UploadAbandoned.class);
    assertThat(artifact().readBytes(Latest.LATEST)).asString().isEqualTo("old");
    assertThat(violations()).isEmpty();
  }

  @Test
  void deletedVersionCanBeRestoredUntilItIsCollected() {
    Version first = fixture().publish("a");
    fixture().publish("b");
    artifact().delete(first.number());
    letTimePass();
    assertThat(artifact().gc().run().tallies()).isEmpty();
    assertThat(artifact().restore(first.number())).isEqualTo(first);
    assertThat(eager().run().tallies()).as("it is in use again").isEmpty();
    artifact().delete(first.number());
    letTimePass();
    assertThat(eager().run().of(Reason.DELETED)).isEqualTo(new GcReport.Tally(1, 1, 0, 0));
    assertThat(artifact().versions(VersionState.EXPIRED)).containsExactly(first);
    assertThat(hasBytes(first.number())).isFalse();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> artifact().restore(first.number()))
        .withMessageEndingWith("its bytes have been removed");
    assertThat(violations()).isEmpty();
  }

  @Test
  void everythingThatTheLibraryDoesPassesTheCheck() {
    Version one = fixture().publish("one");
    Version two = fixture().publish("two");
    artifact().publish(Content.of("three"), p -> p.idempotencyKey("run-3"));
    artifact().alias("LIVE").pointTo(one);
    artifact().alias("LIVE").split(one, two, Weight.percent(12.5));
    artifact().alias("LIVE").promote();
    artifact().alias("LIVE").rollback();
    artifact().alias("LIVE").pointTo(one);
    artifact().alias("NEXT").pointTo(Latest.LATEST);
    artifact().alias("GONE").pointTo(two);
    artifact().alias("GONE").delete();
    artifact().delete(two.number());
    publishAndDie("dead");
    artifact().put(Content.of("copy"));
    assertThat(violations()).isEmpty();
  }

  @Test
  void bytesThatAreMissingOrOthersAreFound() {
    Version missing = fixture().publish("missing");
    Version longer = fixture().publish("other size");
    Version other = fixture().publish("other");
    fixture().blobs().delete(missing.key());
    fixture().corrupt(longer, "other size!".getBytes(StandardCharsets.UTF_8));
    fixture().corrupt(other, "rehto".getBytes(StandardCharsets.UTF_8));
    assertThat(artifact().fsck().violations())
        .extracting(Violation::kind)
        .containsExactlyInAnyOrder(Violation.Kind.BYTES_MISSING, Violation.Kind.SIZE_DIFFERS);
    assertThat(violations())
        .extracting(Violation::kind, Violation::subject)
        .contains(tuple(Violation.Kind.DIGEST_DIFFERS, other.toString()));
  }

  @Test
  void numbersThatWereNeverGivenAreFound() {
    fixture().publish("one");
    write(key(number(2)), "two", "a");
    catalog().commit(7);
    assertThat(artifact().fsck().violations())
        .extracting(Violation::kind, Violation::subject)
        .containsExactlyInAnyOrder(
            tuple(Violation.Kind.BLOB_NOT_RESERVED, fixture().name() + ":2"),
            tuple(Violation.Kind.NUMBER_NOT_RESERVED, fixture().name() + ":7"),
            tuple(Violation.Kind.BYTES_MISSING, fixture().name() + ":7"));
    letTimePass();
    assertThat(eager().run().tallies()).as("it may be of another table").isEmpty();
    assertThat(hasBytes(number(2))).isTrue();
  }

  @Test
  void wrongReferencesAndAliasesOfNothingAreFound() {
    Version one = fixture().publish("one");
    AliasMove honest = catalog().plan("LIVE", Optional.empty(), CatalogFixture.split(1, 2, 10));
    // Nothing counts: version 1 gets no reference, and version 2 does not exist.
    catalog().moved(new AliasMove(0, honest.after(), honest.row(), Set.of(), Set.of()));
    assertThat(artifact().fsck().violations())
        .extracting(Violation::kind, Violation::subject)
        .contains(
            tuple(Violation.Kind.REFERENCES_DIFFER, one.toString()),
            tuple(Violation.Kind.TARGET_NOT_ACTIVE, fixture().name() + ":LIVE"));
  }

  @Test
  void ledgerThatIsNoChainIsFound() {
    fixture().publish("one");
    AliasEntry live = catalog().moveTo("LIVE", CatalogFixture.to(1)).after();
    AliasMove next = catalog().plan("LIVE", Optional.of(live), CatalogFixture.to(1));
    LedgerRow other = catalog().plan("LIVE", Optional.empty(), CatalogFixture.to(1)).row();
    LedgerRow gap =
        new LedgerRow(
            new LedgerEntry(
                fixture().name(),
                next.after().name(),
                7,
                LedgerEntry.Action.MOVE,
                Optional.empty(),
                other.entry().after(),
                "planter",
                "",
                Samples.TIME),
            other.moveId(),
            0);
    catalog().moved(new AliasMove(1, next.after(), gap, Set.of(), Set.of()));
    assertThat(artifact().fsck().violations())
        .extracting(Violation::kind)
        .contains(Violation.Kind.LEDGER_GAP);
  }

  @Test
  void idempotencyKeyOfNoVersionIsFound() {
    Version one = fixture().publish("one");
    Instant later = Instant.now().plusSeconds(1000);
    IdempotencyRecord right =
        new IdempotencyRecord(
            fixture().name(),
            new IdempotencyKey("right"),
            one.number(),
            Fingerprint.of(one),
            later);
    catalog().store().recordKey(right, Samples.TIME);
    catalog().store().recordKey(catalog().record("wrong", 9, later), Samples.TIME);
    assertThat(artifact().fsck().violations())
        .extracting(Violation::kind, Violation::subject)
        .containsExactly(
            tuple(Violation.Kind.KEY_WITHOUT_VERSION, fixture().name() + " idempotency key wrong"));
  }

  @Test
  void pruneDeletesWhatNoRuleKeepsAndNothingInUse() {
    for (int i = 1; i <= 3; i++) {
      fixture().publish("content of " + i);
    }
    artifact().publish(Content.of("release"), p -> p.metadata("release", "1.0"));
    for (int i = 5; i <= 7; i++) {
      fixture().publish("content of " + i);
    }
    artifact().alias("LIVE").pointTo(number(3));
    artifact().alias("LIVE").pointTo(number(2));
    Retention retention =
        Retention.newest(2).or(Retention.labelled("release")).or(Retention.inLedger(2));
    assertThat(artifact().prune(retention).plan())
        .filteredOn(verdict -> verdict.fate() == Verdict.Fate.DELETE)
        .extracting(verdict -> verdict.version().number())
        .containsExactly(number(5), number(1));
    assertThat(fixture().versionNumbers()).as("a plan changes nothing").hasSize(7);
    PruneReport report = artifact().prune(retention).run();
    assertThat(report.deleted()).extracting(Version::number).containsExactly(number(5), number(1));
    assertThat(report.kept()).isEqualTo(5);
    assertThat(report.failures()).isEmpty();
    assertThat(fixture().versionNumbers()).containsExactly(7L, 6L, 4L, 3L, 2L);
    assertThat(artifact().prune(Retention.inUseOnly()).run().deleted())
        .extracting(Version::number)
        .containsExactly(number(6), number(4), number(3));
    assertThat(artifact().restore(number(4)).metadata()).containsEntry("release", "1.0");
    assertThat(violations()).isEmpty();
  }

  @Test
  void nothingReferredToLosesItsBytesHoweverCollectorsRace() {
    artifact().alias("LIVE").pointTo(fixture().publish("first"));
    AtomicLong contents = new AtomicLong();
    List<Consumer<Random>> actors =
        List.of(
            random ->
                overtaken(() -> artifact().publish(Content.of("v" + contents.incrementAndGet()))),
            random -> overtaken(() -> artifact().put(Content.of("c" + contents.incrementAndGet()))),
            this::deleteOrRestore,
            this::point,
            random -> assertThat(eager().run().failures()).isEmpty());
    Race.run(
        2 * actors.size(),
        i -> {
          Random random = new Random();
          for (int round = 0; round < Math.max(2, fixture().raceRounds() / 50); round++) {
            actors.get(i % actors.size()).accept(random);
          }
          return i;
        });
    assertThat(violations()).isEmpty();
    letTimePass();
    assertThat(eager().run().failures()).isEmpty();
    assertThat(eager().plan()).isEmpty();
    assertThat(violations()).isEmpty();
    Version live = artifact().resolve("LIVE");
    assertThat(artifact().readBytes(live.number())).isNotEmpty();
    assertThat(artifact().readBytes(Latest.LATEST)).isNotEmpty();
    assertThat(artifact().versions(VersionState.EXPIRED)).doesNotContain(live);
  }

  /** A collector without a grace period may remove bytes before their writer commits them. */
  private static void overtaken(Runnable write) {
    try {
      write.run();
    } catch (BackendException e) {
      assertThat(e).hasMessageContaining("grace period");
    }
  }

  private VersionNumber pick(Random random) {
    List<Version> newest = artifact().versions().limit(5).toList();
    return newest.get(random.nextInt(newest.size())).number();
  }

  private void deleteOrRestore(Random random) {
    VersionNumber number = pick(random);
    try {
      artifact().delete(number);
      if (random.nextBoolean()) {
        assertThat(artifact().restore(number).number()).isEqualTo(number);
      }
    } catch (VersionInUseException e) {
      assertThat(e.aliases()).isNotNull();
    } catch (NotFoundException e) {
      // Collected, or deleted by the other deleter, in the meantime.
      assertThat(e.subject()).isEqualTo(NotFoundException.Subject.VERSION);
    }
  }

  private void point(Random random) {
    try {
      artifact().alias("LIVE").pointTo(pick(random));
      artifact().readBytes(artifact().resolve(artifact().alias("LIVE").read().name()));
    } catch (NotFoundException e) {
      // Deleted between the choice and the move, or unreferenced and deleted between resolving and
      // reading.
      assertThat(e.subject()).isEqualTo(NotFoundException.Subject.VERSION);
    }
  }
}
