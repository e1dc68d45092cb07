package dev.versioned.maintenance;

import static dev.versioned.maintenance.World.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.Gc;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Latest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.UnfinishedWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final World world = new World();

  @AfterEach
  void nothingReferencedIsMissing() {
    assertThat(world.violations()).isEmpty();
  }

  private List<Garbage> plan() {
    return world.repo.gc().plan().toList();
  }

  @Test
  void bytesOfADeadPublishAreCollectedAfterTheGracePeriod() {
    world.publish("one");
    VersionNumber dead = world.publishAndDie("dead");
    world.advance(DAY.minusMillis(1));
    assertThat(plan()).isEmpty();
    world.advance(Duration.ofMillis(1));
    assertThat(plan())
        .singleElement()
        .satisfies(
            garbage -> {
              assertThat(garbage.reason()).isEqualTo(Garbage.Reason.UNCOMMITTED);
              assertThat(garbage.key()).isEqualTo(BlobKey.ofVersion(CHECKOUT, dead, ""));
              assertThat(garbage.sizeBytes()).isEqualTo(4);
              assertThat(garbage.since()).isEqualTo(World.START);
              assertThat(garbage)
                  .hasToString(
                      "UNCOMMITTED checkout/000000000002/checkout 4 bytes since 2026-01-01T00:00:00Z");
            });
    assertThat(world.hasBytes(dead)).as("a plan changes nothing").isTrue();
    assertThat(world.catalog.findVersion(CHECKOUT, dead)).isEmpty();

    GcReport report = world.repo.gc().run();
    assertThat(report.of(Garbage.Reason.UNCOMMITTED)).isEqualTo(new GcReport.Tally(1, 4, 0, 0));
    assertThat(report.total()).isEqualTo(new GcReport.Tally(1, 4, 0, 0));
    assertThat(report.failures()).isEmpty();
    assertThat(world.hasBytes(dead)).isFalse();
    assertThat(world.catalog.findVersion(CHECKOUT, dead))
        .get()
        .isInstanceOf(VersionEntry.Abandoned.class);
    assertThat(world.publish("next").number()).isEqualTo(VersionNumber.of(3));
    assertThat(world.repo.gc().run().total()).isEqualTo(GcReport.Tally.NONE);
  }

  @Test
  void ageIsMeasuredByTheStoresClockOnly() {
    world.publishAndDie("dead");
    world.callerClock.advance(Duration.ofDays(10_000));
    assertThat(plan()).isEmpty();
    world.callerClock.advance(Duration.ofDays(-20_000));
    world.storeClock.advance(DAY);
    assertThat(plan()).hasSize(1);
  }

  @Test
  void bytesThatComeUnderAnAbandonedNumberAreCollectedAtOnce() {
    VersionNumber dead = world.publishAndDie("dead");
    world.advance(DAY);
    world.repo.gc().run();
    world.write(BlobKey.ofVersion(CHECKOUT, dead, ""), "late");
    assertThat(plan()).extracting(Garbage::reason).containsExactly(Garbage.Reason.ABANDONED);
    world.repo.gc().run();
    assertThat(world.hasBytes(dead)).isFalse();
  }

  @Test
  void versionsAliasesAndWorkingCopyKeepTheirBytes() {
    for (int i = 1; i <= 10; i++) {
      world.publish("content " + i);
    }
    world.checkout.alias("LIVE").pointTo(VersionNumber.of(4));
    world.checkout.put(Content.of("working copy"));
    world.advance(Duration.ofDays(10_000));
    assertThat(plan()).isEmpty();
    Gc eager = world.repo.gc().withGracePeriod(Duration.ZERO).withUndeleteWindow(Duration.ZERO);
    assertThat(eager.run().tallies()).isEmpty();
    assertThat(world.checkout.readBytes(Latest.LATEST)).asString().isEqualTo("working copy");
  }

  @Test
  void bytesUnderANumberThatWasNeverGivenAreNotTouched() {
    world.publish("one");
    BlobKey key = BlobKey.ofVersion(CHECKOUT, VersionNumber.of(2), "");
    world.write(key, "of a table that was set back");
    world.advance(DAY);
    assertThat(plan()).isEmpty();
    assertThat(world.repo.gc().run().tallies()).isEmpty();
    assertThat(world.blobs.find(key)).isPresent();
    assertThat(world.catalog.findVersion(CHECKOUT, VersionNumber.of(2))).isEmpty();
    world.blobs.delete(key);
  }

  @Test
  void objectsThatAreNotOfTheLibraryAreNotTouched() {
    world.publish("one");
    List<BlobKey> foreign =
        Stream.of(
                "checkout/readme",
                "checkout/000000000000",
                "checkout/000000000000/checkout",
                "checkout/7",
                "checkout/000000000001",
                "checkout/000000000001/_SUCCESS",
                "checkout/000000000001/_temporary/0/part",
                "checkout/latest/a",
                "checkout/latest/a/b",
                "checkout/latest/a/b/c",
                "checkout/latest/checkout.jar",
                "builds/latest/app.jar",
                "logs/202601010000")
            .map(BlobKey::new)
            .toList();
    foreign.forEach(key -> world.write(key, "foreign", ""));
    world.advance(Duration.ofDays(1000));
    GcReport report = world.repo.gc().run();
    assertThat(report.tallies()).isEmpty();
    assertThat(report.foreign()).isEqualTo(foreign.size());
    assertThat(foreign).allMatch(key -> world.blobs.find(key).isPresent());
  }

  @Test
  void objectsOfOtherAttemptsInAFolderAreCollected() {
    Version version = world.publish("one");
    BlobKey stray = BlobKey.ofVersion(CHECKOUT, version.number(), "other.jar");
    world.write(stray, "lost", "another attempt");
    assertThat(plan()).isEmpty();
    world.advance(DAY);
    assertThat(plan())
        .extracting(Garbage::reason, Garbage::key)
        .containsExactly(tuple(Garbage.Reason.STRAY, stray));
    world.repo.gc().run();
    assertThat(world.blobs.find(stray)).isEmpty();
    assertThat(world.hasBytes(version.number())).isTrue();
  }

  @Test
  void replacedUploadsAreCollectedAndTheWorkingCopyIsNot() {
    BlobKey first = world.checkout.put(Content.of("first")).key();
    BlobKey second = world.checkout.put(Content.of("second")).key();
    world.advance(DAY);
    assertThat(plan())
        .extracting(Garbage::reason, Garbage::key)
        .containsExactly(tuple(Garbage.Reason.UNUSED_UPLOAD, first));
    world.repo.gc().run();
    assertThat(world.blobs.find(first)).isEmpty();
    assertThat(world.blobs.find(second)).isPresent();
  }

  @Test
  void uploadOfAnArtifactThatWasNeverRegisteredIsCollected() {
    ArtifactName unknown = ArtifactName.parse("died-in-its-first-put");
    BlobKey key = BlobKey.ofUpload(unknown, "01J", "");
    world.write(key, "upload");
    world.advance(DAY);
    assertThat(world.repo.artifacts()).isEmpty();
    assertThat(world.repo.gc().run().of(Garbage.Reason.UNUSED_UPLOAD).removed()).isEqualTo(1);
    assertThat(world.blobs.find(key)).isEmpty();
  }

  @Test
  void uploadThatBecomesTheWorkingCopyAfterThePlanIsSpared() {
    BlobKey key = BlobKey.ofUpload(CHECKOUT, "slow", "");
    world.write(key, "upload");
    WorkingCopy copy = new WorkingCopy(world.workingCopy("slow", "upload"), "slow", "etag", 1, 0);
    world.advance(DAY);
    ItemStore items =
        Interposed.before(world.items, "abandon upload", () -> world.catalog.swapLatest(copy));
    GcReport report = world.over(world.blobs, items).gc().run();
    assertThat(report.of(Garbage.Reason.UNUSED_UPLOAD)).isEqualTo(new GcReport.Tally(0, 0, 1, 0));
    assertThat(world.checkout.readBytes(Latest.LATEST)).asString().isEqualTo("upload");
  }

  @Test
  void deletedVersionCanBeRestoredUntilTheUndeleteWindowIsOver() {
    Version one = world.publish("one");
    world.publish("two");
    world.advance(Duration.ofDays(100));
    world.delete(one);
    world.advance(Duration.ofDays(30).minusMillis(1));
    assertThat(world.repo.gc().run().tallies()).isEmpty();
    world.checkout.restore(one.number());
    world.delete(one);
    world.advance(Duration.ofDays(30));
    assertThat(plan())
        .extracting(Garbage::reason, Garbage::sizeBytes)
        .containsExactly(tuple(Garbage.Reason.DELETED, 3L));
    assertThat(world.repo.gc().run().of(Garbage.Reason.DELETED).removedBytes()).isEqualTo(3);
    assertThat(world.stateOf(one)).isEqualTo(VersionState.EXPIRED);
    assertThat(world.hasBytes(one.number())).isFalse();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> world.checkout.restore(one.number()))
        .withMessageEndingWith("its bytes have been removed");
  }

  @Test
  void slowClockOfADeleterFreesNothingReferencedOrRecent() {
    Version one = world.publish("one");
    Version two = world.publish("two");
    world.publish("three");
    world.checkout.alias("LIVE").pointTo(two);
    world.callerClock.advance(Duration.ofDays(-1000));
    world.delete(one);
    world.storeClock.advance(Duration.ofDays(29));
    assertThat(plan()).as("written less than the window ago").isEmpty();
    world.storeClock.advance(Duration.ofDays(1));
    assertThat(world.repo.gc().run().total().removed()).isEqualTo(1);
    assertThat(world.checkout.readBytes(two.number())).asString().isEqualTo("two");
  }

  @Test
  void versionRestoredAfterThePlanIsSpared() {
    Version one = world.publish("one");
    world.publish("two");
    world.delete(one);
    world.advance(Duration.ofDays(30));
    ItemStore items =
        Interposed.before(world.items, "make", () -> world.checkout.restore(one.number()));
    GcReport report = world.over(world.blobs, items).gc().run();
    assertThat(report.of(Garbage.Reason.DELETED)).isEqualTo(new GcReport.Tally(0, 0, 1, 0));
    assertThat(world.checkout.readBytes(one.number())).asString().isEqualTo("one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"read version", "make"})
  void versionDeletedAgainGetsANewWindow(String beforeCall) {
    Version one = world.publish("one");
    world.publish("two");
    world.delete(one);
    world.advance(Duration.ofDays(30));
    ItemStore items =
        Interposed.before(
            world.items,
            beforeCall,
            () -> {
              world.checkout.restore(one.number());
              world.delete(one);
            });
    GcReport report = world.over(world.blobs, items).gc().run();
    assertThat(report.of(Garbage.Reason.DELETED).spared()).isEqualTo(1);
    assertThat(world.stateOf(one)).isEqualTo(VersionState.DELETED);
  }

  @Test
  void versionCommittedAfterThePlanIsSpared() {
    VersionNumber number = world.publishAndDie("slow");
    world.advance(DAY);
    ItemStore items =
        Interposed.before(
            world.items, "abandon", () -> world.commit(world.version(number.value(), "slow")));
    GcReport report = world.over(world.blobs, items).gc().run();
    assertThat(report.of(Garbage.Reason.UNCOMMITTED)).isEqualTo(new GcReport.Tally(0, 0, 1, 0));
    assertThat(world.checkout.readBytes(number)).asString().isEqualTo("slow");
  }

  @Test
  void versionsAndWorkingCopyOfADeletedArtifactAreCollected() {
    world.publish("one");
    world.publish("two");
    world.checkout.put(Content.of("copy"));
    world.checkout.deleteAll();
    assertThat(world.repo.artifacts()).isEmpty();
    world.advance(Duration.ofDays(30));
    GcReport report = world.repo.gc().run();
    assertThat(report.of(Garbage.Reason.DELETED).removed()).isEqualTo(2);
    assertThat(report.of(Garbage.Reason.UNUSED_UPLOAD).removed()).isEqualTo(1);
    assertThat(world.blobs.list(CHECKOUT)).isEmpty();
    assertThat(world.publish("three").number()).isEqualTo(VersionNumber.of(3));
  }

  @Test
  void publisherOvertakenByTheCollectorTakesANewNumber() {
    AtomicBoolean overtaken = new AtomicBoolean();
    ItemStore items =
        Interposed.before(
            world.items,
            "commit",
            () -> {
              if (overtaken.compareAndSet(false, true)) {
                world.advance(DAY);
                assertThat(world.repo.gc().run().total().removed()).isEqualTo(1);
              }
            });
    PublishResult result =
        world.over(world.blobs, items).artifact(CHECKOUT).publish(Content.of("slow"));
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(result.number()).isEqualTo(VersionNumber.of(2));
    assertThat(world.checkout.readBytes(result.number())).asString().isEqualTo("slow");
    assertThat(world.checkout.versions()).hasSize(1);
  }

  @Test
  void publisherWhoseUploadEndsAfterTheTombstoneTakesANewNumberToo() {
    AtomicBoolean overtaken = new AtomicBoolean();
    BlobStore blobs =
        Interposed.before(
            BlobStore.class,
            world.blobs,
            "create",
            () -> {
              if (overtaken.compareAndSet(false, true)) {
                world.catalog.abandon(CHECKOUT, VersionNumber.of(1), World.START);
              }
            });
    PublishResult result =
        world.over(blobs, world.items).artifact(CHECKOUT).publish(Content.of("slow"));
    assertThat(result.number()).isEqualTo(VersionNumber.of(2));
    assertThat(plan()).extracting(Garbage::reason).containsExactly(Garbage.Reason.ABANDONED);
    world.repo.gc().run();
    assertThat(world.blobs.list(CHECKOUT)).hasSize(1);
  }

  @Test
  void putOvertakenByTheCollectorFailsAndLeavesTheWorkingCopy() {
    world.checkout.put(Content.of("old"));
    ItemStore items =
        Interposed.before(
            world.items,
            "put",
            () -> {
              world.advance(DAY);
              world.repo.gc().run();
            });
    ArtifactRepository slow = world.over(world.blobs, items);
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> slow.artifact(CHECKOUT).put(Content.of("new")))
        .withMessageContaining("grace period");
    assertThat(world.checkout.readBytes(Latest.LATEST)).asString().isEqualTo("old");
  }

  @Test
  void unfinishedWritesAreAbortedAfterTheGracePeriod() {
    List<UnfinishedWrite> writes = new ArrayList<>();
    BlobKey key = BlobKey.ofVersion(CHECKOUT, VersionNumber.of(1), "");
    writes.add(new UnfinishedWrite(key, "old", 7, World.START));
    writes.add(new UnfinishedWrite(key, "young", 9, World.START.plus(HOUR)));
    // Unfinished writes of others in the same bucket.
    for (String name : List.of("checkout/readme", "checkout/000000000002")) {
      writes.add(new UnfinishedWrite(new BlobKey(name), name, 1, World.START));
    }
    UnfinishedWrite unknown =
        new UnfinishedWrite(new BlobKey("builds/latest/app.jar"), "foreign", 1, World.START);
    world.reserve("one");
    BlobStore blobs =
        Interposed.on(
            BlobStore.class,
            world.blobs,
            (method, arguments, call) ->
                switch (method.getName()) {
                  case "artifacts" -> Stream.of(ArtifactName.parse("builds"), CHECKOUT);
                  case "unfinishedWrites" ->
                      arguments[0].equals(CHECKOUT)
                          ? List.copyOf(writes).stream()
                          : Stream.of(unknown);
                  case "abort" -> writes.remove(arguments[0]);
                  default -> call.proceed();
                });
    world.advance(DAY);
    Gc gc = world.over(blobs, world.items).gc();
    assertThat(gc.plan())
        .extracting(Garbage::reason, Garbage::sizeBytes)
        .containsExactly(tuple(Garbage.Reason.UNFINISHED_WRITE, 7L));
    assertThat(gc.run().of(Garbage.Reason.UNFINISHED_WRITE).removedBytes()).isEqualTo(7);
    assertThat(writes).extracting(UnfinishedWrite::id).doesNotContain("old").hasSize(3);
  }

  @Test
  void failuresAreReportedAndDoNotStopTheRest() {
    VersionNumber first = world.publishAndDie("first");
    VersionNumber second = world.publishAndDie("second");
    world.advance(DAY);
    AtomicBoolean broken = new AtomicBoolean(true);
    BlobStore blobs =
        Interposed.before(
            BlobStore.class,
            world.blobs,
            "delete",
            () -> {
              if (broken.compareAndSet(true, false)) {
                throw BackendException.transientFailure("Cannot delete: out of order", null);
              }
            });
    GcReport report = world.over(blobs, world.items).gc().run();
    assertThat(report.of(Garbage.Reason.UNCOMMITTED)).isEqualTo(new GcReport.Tally(1, 6, 0, 1));
    assertThat(report.failures())
        .singleElement()
        .hasToString("checkout/000000000001/checkout: Cannot delete: out of order");
    assertThat(world.hasBytes(second)).isFalse();
    assertThat(world.hasBytes(first)).isTrue();
    // The tombstone exists; the next run continues from it.
    assertThat(world.repo.gc().run().of(Garbage.Reason.ABANDONED).removed()).isEqualTo(1);
    assertThat(world.hasBytes(first)).isFalse();
  }

  @Test
  void artifactThatCannotBeListedDoesNotStopTheOthers() {
    world.publishAndDie("dead");
    ArtifactName broken = ArtifactName.parse("broken");
    BlobStore blobs =
        Interposed.on(
            BlobStore.class,
            world.blobs,
            (method, arguments, call) -> {
              if (method.getName().equals("artifacts")) {
                return Stream.of(broken, CHECKOUT);
              }
              Object result = call.proceed();
              if (method.getName().equals("list") && world.blobs.list(broken).findAny().isEmpty()) {
                // The first list is that of the broken artifact.
                world.write(BlobKey.ofUpload(broken, "x", ""), "x");
                throw BackendException.permanentFailure("Cannot list: forbidden", null);
              }
              return result;
            });
    world.advance(DAY);
    GcReport report = world.over(blobs, world.items).gc().run();
    assertThat(report.failures())
        .singleElement()
        .hasToString("artifact broken: Cannot list: forbidden");
    assertThat(report.total().removed()).isEqualTo(1);
  }

  @Test
  void interruptStopsARun() {
    world.publishAndDie("first");
    world.publishAndDie("second");
    world.advance(DAY);
    BlobStore blobs =
        Interposed.before(
            BlobStore.class, world.blobs, "delete", () -> Thread.currentThread().interrupt());
    GcReport report = world.over(blobs, world.items).gc().run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.total().removed()).isEqualTo(1);
    assertThat(report.failures()).isNotEmpty();
    assertThat(world.repo.gc().run().total().removed()).isEqualTo(1);
  }

  @Test
  void collectorOfOneArtifactLeavesOthersAlone() {
    VersionNumber dead = world.publishAndDie("dead");
    ArtifactName other = ArtifactName.parse("other");
    world.write(BlobKey.ofUpload(other, "x", ""), "x");
    world.advance(DAY);
    assertThat(world.checkout.gc().run().total().removed()).isEqualTo(1);
    assertThat(world.hasBytes(dead)).isFalse();
    assertThat(world.blobs.list(other)).extracting(BlobInfo::sizeBytes).containsExactly(1L);
  }

  @Test
  void negativePeriodsAreRefused() {
    Gc gc = world.repo.gc();
    assertThatIllegalArgumentException().isThrownBy(() -> gc.withGracePeriod(HOUR.negated()));
    assertThatIllegalArgumentException().isThrownBy(() -> gc.withUndeleteWindow(HOUR.negated()));
    Gc patient = gc.withGracePeriod(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(patient.gracePeriod()).isEqualTo(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(patient.undeleteWindow()).isEqualTo(Duration.ofDays(30));
    world.publishAndDie("dead");
    assertThat(patient.plan()).isEmpty();
  }
}
