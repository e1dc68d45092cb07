package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.CatalogFixture.fingerprint;
import static dev.versioned.testkit.contract.CatalogFixture.number;
import static dev.versioned.testkit.contract.Samples.TIME;
import static dev.versioned.testkit.contract.Samples.UNICODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.CommitResult;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.StateEntry;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasFreeze;
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
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every field of every record is read as it was written. */
abstract class CatalogRoundTrips {
  /** Larger than an int. */
  private static final long REVISION = 123_456_789_012L;

  abstract CatalogFixture catalog();

  private Version fullVersion(Target id, BlobKey key) {
    SortedMap<String, String> metadata = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      metadata.put("name-" + i, "value " + i);
    }
    metadata.put("git.sha", UNICODE);
    metadata.put("Git.Sha", "another case, another name");
    metadata.put("a/b:c_d-e.f", "");
    metadata.put("key", "a name that stores use themselves");
    return new Version(
        catalog().artifact(),
        id,
        Digest.of(Samples.bytes(10)),
        50_000_000_000_000L,
        "text/plain; charset=utf-8; x=\"y z\"",
        UNICODE,
        UNICODE,
        metadata,
        TIME,
        "arn:aws:sts::123456789012:assumed-role/CI/" + UNICODE,
        key,
        Version.NO_PLACE);
  }

  private Version emptyVersion(Target id, BlobKey key) {
    return new Version(
        catalog().artifact(),
        id,
        Digest.of(new byte[0]),
        0,
        "a/b",
        "",
        "",
        Collections.emptySortedMap(),
        Instant.EPOCH,
        "",
        key,
        Version.NO_PLACE);
  }

  @Test
  void everyFieldOfAVersionComesBack() {
    VersionNumber one = number(1);
    VersionNumber max = number(VersionNumber.MAX);
    VersionRecord full =
        new VersionRecord(
            fullVersion(one, BlobKey.ofVersion(catalog().artifact(), one, UNICODE)),
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            VersionNumber.MAX);
    VersionRecord empty =
        new VersionRecord(emptyVersion(max, BlobKey.ofVersion(catalog().artifact(), max, "")), "a");
    IdempotencyRecord key =
        new IdempotencyRecord(
            catalog().artifact(),
            new IdempotencyKey("~!\"#key"),
            max,
            fingerprint(UNICODE),
            TIME.plusMillis(987_654_321));
    catalog().store().commit(full, null);
    assertThat(catalog().store().commit(empty, key)).isEqualTo(new CommitResult.Committed());
    VersionEntry.Committed ofOne = full.in(VersionStatus.INITIAL);
    VersionEntry.Committed ofMax = empty.in(VersionStatus.INITIAL);
    assertThat(catalog().find(1)).contains(ofOne);
    assertThat(catalog().find(VersionNumber.MAX)).contains(ofMax);
    assertThat(catalog().store().findRecord(catalog().artifact(), one)).contains(full);
    assertThat(catalog().versions()).containsExactly(ofMax, ofOne);
    assertThat(catalog().store().latest(catalog().artifact()).newest()).contains(ofMax);
    assertThat(catalog().findKey("~!\"#key")).contains(key);
    assertThat(catalog().store().commit(full, null)).isEqualTo(new CommitResult.NumberTaken(full));
    assertThat(catalog().store().recordKey(key, TIME)).isEqualTo(new CommitResult.KeyTaken(key));
  }

  /** Names and values together have 4,096 bytes. The longest description is tested elsewhere. */
  @Test
  void versionOfTheLargestSizeComesBack() {
    VersionNumber one = number(1);
    SortedMap<String, String> metadata = new TreeMap<>();
    for (int i = 0; i < 256; i++) {
      metadata.put(String.format("%016x", i), "");
    }
    Version large =
        new Version(
            catalog().artifact(),
            one,
            Digest.of(new byte[0]),
            50L << 40,
            "a/" + "b".repeat(126),
            "日".repeat(255),
            "語".repeat(256),
            metadata,
            TIME,
            "w".repeat(256),
            BlobKey.ofVersion(catalog().artifact(), one, "日".repeat(255)),
            Version.NO_PLACE);
    VersionRecord record = new VersionRecord(large, "attempt-1");
    catalog().store().commit(record, null);
    assertThat(catalog().find(1)).contains(record.in(VersionStatus.INITIAL));
  }

  @Test
  void everyFieldOfAStateComesBack() {
    catalog().commit(1);
    catalog().commit(2);
    catalog().commit(3);
    catalog().moveTo("LIVE", CatalogFixture.to(1));
    catalog().delete(2);
    ArtifactName artifact = catalog().artifact();
    assertThat(catalog().store().states(artifact, null, 10, Unreadable.FAIL).items())
        .containsExactly(
            new StateEntry(
                artifact, number(2), new VersionStatus(VersionState.DELETED, Optional.of(TIME), 0)),
            new StateEntry(
                artifact, number(1), new VersionStatus(VersionState.ACTIVE, Optional.empty(), 1)));
    assertThat(catalog().store().states(artifact, number(2), 1, Unreadable.FAIL).items())
        .extracting(StateEntry::number)
        .containsExactly(number(1));
  }

  @Test
  void everyFieldOfATombstoneComesBack() {
    Instant at = Instant.parse("2031-05-06T07:08:09.001Z");
    VersionEntry.Abandoned tombstone =
        new VersionEntry.Abandoned(catalog().artifact(), number(77), at);
    assertThat(catalog().store().abandon(catalog().artifact(), number(77), at))
        .isEqualTo(tombstone);
    assertThat(catalog().find(77)).contains(tombstone);
    assertThat(catalog().versions()).containsExactly(tombstone);
  }

  @Test
  void everyFieldOfANumberGivenUpComesBack() {
    Instant at = Instant.parse("2031-05-06T07:08:09.001Z");
    VersionEntry.GivenUp givenUp = new VersionEntry.GivenUp(catalog().artifact(), number(77), at);
    assertThat(catalog().store().giveUp(catalog().artifact(), number(77), at)).isEqualTo(givenUp);
    assertThat(catalog().find(77)).contains(givenUp);
    assertThat(catalog().versions()).containsExactly(givenUp);
  }

  @Test
  void everyFieldOfAnArtifactComesBack() {
    Reservation wish =
        new Reservation(
            catalog().artifact(),
            fingerprint(UNICODE),
            UNICODE,
            new Reservation.Always(),
            Instant.parse("2031-05-06T07:08:09.001Z"));
    catalog().store().reserve(wish);
    assertThat(catalog().store().findArtifact(catalog().artifact()))
        .get()
        .satisfies(
            record -> {
              assertThat(record.artifact()).isEqualTo(catalog().artifact());
              assertThat(record.lastNumber()).isEqualTo(1);
              assertThat(record.fingerprint()).isEqualTo(wish.fingerprint().value());
              assertThat(record.attemptId()).isEqualTo(UNICODE);
              assertThat(record.createdAt()).isEqualTo(wish.at());
            });
  }

  @Test
  void everyFieldOfAWorkingCopyComesBack() {
    BlobKey key = BlobKey.ofUpload(catalog().artifact(), "upload-1", UNICODE);
    WorkingCopy full =
        new WorkingCopy(
            fullVersion(Latest.LATEST, key), "upload-1", "\"etag-with-quotes-3\"", 1, 12_345);
    assertThat(catalog().swap(full)).isEqualTo(new WorkingCopy.Swapped());
    assertThat(catalog().workingCopy()).contains(full);
    BlobKey next = BlobKey.ofUpload(catalog().artifact(), "upload-2", "");
    WorkingCopy empty = new WorkingCopy(emptyVersion(Latest.LATEST, next), "upload-2", "e", 2, 0);
    assertThat(catalog().swap(empty)).isEqualTo(new WorkingCopy.Swapped());
    assertThat(catalog().workingCopy()).contains(empty);
    assertThat(catalog().swap(empty))
        .isEqualTo(new WorkingCopy.RevisionDiffers(Optional.of(empty)));
  }

  @TestFactory
  Stream<DynamicTest> everyFieldOfAnAliasComesBack() {
    Map<VersionNumber, Weight> weights =
        Map.of(
            number(2), Weight.basisPoints(1),
            number(3), Weight.basisPoints(0),
            number(10), Weight.percent(33.33));
    Map<VersionNumber, Weight> everything = Map.of(number(2), Weight.percent(100));
    return Stream.of(
            Routing.to(number(1)),
            Routing.to(Latest.LATEST),
            Routing.weighted(number(1), weights),
            Routing.weighted(number(1), everything))
        .map(
            routing ->
                dynamicTest(
                    routing.toString(), () -> aliasComesBack(routing, routing.primary() + "-x")));
  }

  private void aliasComesBack(Routing routing, String suffix) {
    AliasName name = AliasName.parse("a" + suffix.replace("$", "_") + Samples.id());
    SortedMap<VersionNumber, Version> versions = new TreeMap<>();
    for (VersionNumber number : routing.versions()) {
      Version version =
          fullVersion(number, BlobKey.ofVersion(catalog().artifact(), number, UNICODE));
      versions.put(number, version);
      catalog().store().commit(new VersionRecord(version, "attempt"), null);
    }
    Slots slots = Slots.first(Routing.to(number(1))).rebalance(routing);
    Alias alias =
        new Alias(
            catalog().artifact(),
            name,
            REVISION,
            routing,
            slots,
            "split/" + UNICODE,
            versions,
            UNICODE,
            TIME.plusMillis(7),
            UNICODE,
            3,
            Optional.of(new AliasFreeze(TIME.plusMillis(8), UNICODE, UNICODE)),
            AliasOverrides.NONE);
    AliasEntry.Present entry =
        new AliasEntry.Present(alias, "move-1", REVISION - 1, 42, Optional.empty());
    LedgerEntry ledger =
        new LedgerEntry(
            catalog().artifact(),
            name,
            REVISION,
            LedgerEntry.Action.CREATE,
            Optional.empty(),
            Optional.of(routing),
            UNICODE,
            "",
            TIME.plusMillis(7));
    LedgerRow row = new LedgerRow(ledger, "move-1", 42);
    catalog().moved(new AliasMove(0, entry, row, routing.versions(), Set.of()));
    assertThat(catalog().store().findAlias(catalog().artifact(), name)).contains(entry);
    assertThat(CatalogFixture.walk(10, catalog()::aliasesAfter)).contains(entry);
    assertThat(catalog().store().findLedgerRow(catalog().artifact(), name, REVISION)).contains(row);

    Alias bare =
        new Alias(
            catalog().artifact(),
            name,
            REVISION + 1,
            routing,
            slots,
            "",
            versions,
            "",
            Instant.EPOCH,
            "",
            0,
            Optional.empty(),
            AliasOverrides.NONE);
    AliasEntry.Present next = new AliasEntry.Present(bare, "move-2", 1, 0, Optional.empty());
    LedgerRow nextRow =
        new LedgerRow(
            new LedgerEntry(
                catalog().artifact(),
                name,
                REVISION + 1,
                LedgerEntry.Action.MOVE,
                Optional.of(routing),
                Optional.of(routing),
                "",
                UNICODE,
                Instant.EPOCH),
            "move-2",
            0);
    catalog().moved(new AliasMove(REVISION, next, nextRow, Set.of(), Set.of()));
    assertThat(catalog().store().findAlias(catalog().artifact(), name)).contains(next);
    assertThat(catalog().ledger(name.value())).containsExactly(nextRow, row);
  }

  @TestFactory
  Stream<DynamicTest> everyFieldOfARolloutComesBack() {
    List<Rollout.State> states = List.of(Rollout.State.values());
    return IntStream.range(0, states.size())
        .mapToObj(
            i -> dynamicTest(states.get(i).toString(), () -> rolloutComesBack(i, states.get(i))));
  }

  private void rolloutComesBack(int index, Rollout.State state) {
    NotEnoughDataPolicy policy =
        List.of(
                NotEnoughDataPolicy.proceed(),
                NotEnoughDataPolicy.rollBack(),
                NotEnoughDataPolicy.waitAtMost(Duration.ofMinutes(90)))
            .get(index % 3);
    Rollout rollout =
        new Rollout(
            Samples.id(),
            new RolloutPlan(
                number(999_999_999_999L),
                RolloutStrategy.parse(
                    "Exponential0.25PercentEvery90SecondsBake36HoursWaitAt0.25And64And100Percent"),
                policy,
                List.of("", RolloutPlan.NO_GATE, "alarm/5xx").get(index % 3),
                List.of(RolloutPlan.Approver.ANYONE, RolloutPlan.Approver.ANOTHER).get(index % 2)),
            state == Rollout.State.BAKING ? Latest.LATEST : number(7),
            123_456_789_012L,
            42,
            state,
            index,
            TIME.plusMillis(1),
            TIME.plusMillis(2),
            TIME.plusMillis(3),
            state == Rollout.State.RUNNING ? "" : UNICODE,
            index % 2 == 0 ? "" : UNICODE,
            index / 2);
    catalog().commit(1 + index);
    AliasMove planned =
        catalog().plan("of-" + state, Optional.empty(), CatalogFixture.to(1 + index));
    AliasEntry.Present after = (AliasEntry.Present) planned.after();
    AliasEntry.Present entry =
        new AliasEntry.Present(after.alias(), after.moveId(), 1, 0, Optional.of(rollout));
    catalog().moved(new AliasMove(0, entry, planned.row(), planned.gained(), planned.released()));
    assertThat(catalog().find("of-" + state)).contains(entry);
    assertThat(CatalogFixture.walk(10, catalog()::aliasesAfter)).contains(entry);
  }

  @Test
  void everyActionOfALedgerComesBack() {
    catalog().commit(1);
    AliasName name = AliasName.parse("LIVE");
    Routing routing = CatalogFixture.to(1);
    for (LedgerEntry.Action action : LedgerEntry.Action.values()) {
      Optional<AliasEntry> there = catalog().find("LIVE");
      AliasMove plan = catalog().plan("LIVE", there, routing);
      LedgerEntry planned = plan.row().entry();
      LedgerRow row =
          new LedgerRow(
              new LedgerEntry(
                  planned.artifact(),
                  name,
                  planned.revision(),
                  action,
                  planned.before(),
                  planned.after(),
                  action.name(),
                  "r".repeat(1024),
                  planned.at()),
              plan.after().moveId(),
              planned.revision() - 1);
      catalog()
          .moved(
              new AliasMove(
                  plan.expectedRevision(), plan.after(), row, plan.gained(), plan.released()));
      assertThat(catalog().store().findLedgerRow(catalog().artifact(), name, planned.revision()))
          .contains(row);
    }
    assertThat(catalog().ledger("LIVE").stream().map(row -> row.entry().action()).toList())
        .hasSameElementsAs(List.of(LedgerEntry.Action.values()));
  }

  @Test
  void everyFieldOfADeletedAliasComesBack() {
    catalog().commit(1);
    AliasEntry live = catalog().moveTo("LIVE", CatalogFixture.to(1)).after();
    AliasMove deletion = catalog().moved(catalog().planDeletion("LIVE", live));
    assertThat(catalog().find("LIVE")).contains(deletion.after());
    assertThat(CatalogFixture.walk(10, catalog()::aliasesAfter)).containsExactly(deletion.after());
    assertThat(catalog().ledger("LIVE")).hasSize(2).startsWith(deletion.row());
  }
}
