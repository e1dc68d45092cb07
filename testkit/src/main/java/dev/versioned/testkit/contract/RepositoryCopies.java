package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositoryCopy;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.maintenance.CopyReport;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.AliasFreeze;
import dev.versioned.model.AliasName;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.MoveRefusedException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports, imports and copies, between these stores and others in memory. */
abstract class RepositoryCopies {
  private Path folder = Path.of("");

  @BeforeEach
  void useFolder(@TempDir Path temporary) {
    folder = temporary;
  }

  abstract RepositoryFixture fixture();

  /** A repository to compare, with its stores. */
  private record Side(BlobStore blobs, ItemStore items, ArtifactRepository repository) {
    static Side inMemory() {
      BlobStore blobs = new MemoryBlobStore();
      ItemStore items = new MemoryItemStore();
      return new Side(
          blobs, items, ArtifactRepository.of(blobs, items, RepositoryFixture.SETTINGS));
    }

    Catalog catalog() {
      return new Catalog(items, Runnable::run);
    }
  }

  private Side own() {
    return new Side(fixture().blobs(), fixture().items(), fixture().repository());
  }

  private ArtifactName name() {
    return fixture().name();
  }

  /**
   * Everything that a copy keeps, of one artifact: without the store's tags, and with rollouts
   * ended.
   */
  private record Kept(
      long lastNumber,
      boolean listed,
      List<VersionEntry> versions,
      List<AliasEntry> aliases,
      List<LedgerRow> rows,
      List<OverridesRecord> overrides,
      List<IdempotencyRecord> keys,
      Optional<WorkingCopy> latest,
      Optional<?> move) {

    static Kept of(Side side, ArtifactName name) {
      Catalog catalog = side.catalog();
      List<AliasEntry> aliases = catalog.aliases(name, null, 100).items();
      List<LedgerRow> rows = new ArrayList<>();
      aliases.forEach(alias -> rows.addAll(catalog.ledger(name, alias.name(), 1_000, 100).items()));
      return new Kept(
          catalog.findArtifact(name).orElseThrow().lastNumber(),
          side.repository().artifacts(name.value()).anyMatch(name::equals),
          catalog.versions(name, null, 100).items(),
          aliases.stream().map(Kept::withoutRollout).toList(),
          rows,
          catalog.overrides(name, AliasName.parse("CANARY"), 1_000, 100).items(),
          catalog.keys(name, null, 100).items(),
          catalog
              .findLatest(name)
              .map(
                  c ->
                      new WorkingCopy(c.version(), c.uploadId(), "", c.revision(), c.lastNumber())),
          catalog.findMove(name, AliasName.parse("LIVE"), new IdempotencyKey("move-1")));
    }

    private static AliasEntry withoutRollout(AliasEntry entry) {
      return entry instanceof AliasEntry.Present present
          ? new AliasEntry.Present(
              present.alias(),
              present.moveId(),
              present.servingRevision(),
              present.rollbackRevision(),
              Optional.empty())
          : entry;
    }
  }

  /** Fills an artifact with all that one can have. */
  private static void fill(Side side, Artifact artifact) {
    List<Version> versions = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      String text = "content of " + i;
      versions.add(
          artifact
              .publish(
                  Content.of(text).withFileName("a file.txt"),
                  p ->
                      p.description(Samples.UNICODE)
                          .metadata("git.sha", text)
                          .idempotencyKey("publish-" + text.length() + text.charAt(11)))
              .version());
    }
    artifact.put(Content.of("working copy 1"));
    versions.add(artifact.publish().version());
    artifact.delete(number(2));
    artifact.delete(number(3));
    artifact.restore(number(3));
    side.catalog()
        .reserve(
            new Reservation(
                artifact.name(),
                Fingerprint.of(versions.get(0)),
                Samples.id(),
                new Reservation.Always(),
                Samples.TIME));
    side.catalog().abandon(artifact.name(), number(7), Samples.TIME);
    artifact.publish(Content.of(new byte[0]));
    artifact.alias("LIVE").pointTo(versions.get(0), u -> u.reason("first"));
    artifact.alias("LIVE").pointTo(versions.get(3), u -> u.idempotencyKey("move-1"));
    artifact.alias("LIVE").split(versions.get(3), versions.get(4), Weight.percent(10));
    artifact.alias("GONE").pointTo(versions.get(0));
    artifact.alias("GONE").delete();
    artifact.alias("CANARY").pointTo(versions.get(0));
    artifact.alias("CANARY").override(Samples.UNICODE, versions.get(2));
    artifact.alias("CANARY").override("user-42", versions.get(2));
    artifact
        .alias("CANARY")
        .rollout()
        .start(versions.get(5), RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(10)));
    artifact.put(Content.of("working copy 2").withFileName("latest.txt"));
  }

  private static void assertClean(Side side, ArtifactName name) {
    assertThat(side.repository().fsck().only(name).verifyingDigests().violations()).isEmpty();
    List<Object> garbage =
        side.repository()
            .gc()
            .only(name)
            .withGracePeriod(Duration.ZERO)
            .withUndeleteWindow(Duration.ofDays(30))
            .plan()
            .<Object>map(g -> g)
            .filter(g -> !g.toString().contains("UNUSED_UPLOAD"))
            .toList();
    assertThat(garbage).isEmpty();
  }

  private static void assertEqual(Side source, Side target, ArtifactName name) {
    assertThat(Kept.of(target, name)).isEqualTo(Kept.of(source, name));
    Artifact from = source.repository().artifact(name);
    Artifact to = target.repository().artifact(name);
    Stream.concat(from.versions(), from.find("$LATEST").stream())
        .forEach(v -> assertThat(to.readBytes(v)).isEqualTo(from.readBytes(v)));
    assertClean(target, name);
  }

  private static void run(RepositoryCopy copy) {
    assertThat(copy.run().artifacts()).isEqualTo(1);
  }

  @Test
  void exportIsImportedElsewhere() {
    fill(own(), fixture().artifact());
    CopyReport exported = own().repository().exportTo(folder).only(name()).run();
    assertThat(exported.artifacts()).isEqualTo(1);
    assertThat(exported.versions()).isEqualTo(8);
    assertThat(exported.aliases()).isEqualTo(3);
    Side target = Side.inMemory();
    CopyReport imported = target.repository().importFrom(folder).run();
    assertThat(imported)
        .isEqualTo(
            new CopyReport(
                1, 8, 0, exported.bytes(), 0, 3, exported.ledgerRows(), exported.keys(), 0));
    assertEqual(own(), target, name());
  }

  @Test
  void exportOfOthersIsImportedHere() {
    Side source = Side.inMemory();
    fill(source, source.repository().artifact(name()));
    run(source.repository().exportTo(folder));
    run(own().repository().importFrom(folder));
    assertEqual(source, own(), name());
  }

  @Test
  void copyNeedsNoFolder() {
    Side source = Side.inMemory();
    fill(source, source.repository().artifact(name()));
    CopyReport copied = source.repository().copyTo(own().repository()).run();
    assertThat(copied.versions()).isEqualTo(8);
    assertEqual(source, own(), name());
    Side third = Side.inMemory();
    run(own().repository().copyTo(third.repository()).only(name()));
    assertEqual(source, third, name());
  }

  @Test
  void longContentIsCopied() {
    byte[] bytes = Samples.bytes(Samples.PART + 1);
    Side source = Side.inMemory();
    Version version = source.repository().artifact(name()).publish(Content.of(bytes)).version();
    CopyReport copied = source.repository().copyTo(own().repository()).run();
    assertThat(copied.bytes()).isEqualTo(bytes.length);
    assertThat(fixture().artifact().readBytes(version)).isEqualTo(bytes);
    Side third = Side.inMemory();
    run(own().repository().exportTo(folder).only(name()));
    run(third.repository().importFrom(folder));
    assertThat(third.repository().artifact(name()).readBytes(version)).isEqualTo(bytes);
    assertEqual(source, third, name());
  }

  @Test
  void repeatedRunSkipsAll() {
    fill(own(), fixture().artifact());
    CopyReport first = own().repository().exportTo(folder).only(name()).run();
    CopyReport again = own().repository().exportTo(folder).only(name()).run();
    assertThat(again.bytes()).isZero();
    assertThat(again.bytesSkipped()).isEqualTo(first.bytes());
    Side target = Side.inMemory();
    first = target.repository().importFrom(folder).run();
    again = target.repository().importFrom(folder).run();
    assertThat(again)
        .isEqualTo(
            new CopyReport(
                1,
                0,
                8,
                0,
                first.bytes(),
                0,
                0,
                0,
                first.aliases() + first.ledgerRows() + first.keys()));
    assertEqual(own(), target, name());
  }

  @Test
  void laterRunCopiesWhatIsNew() {
    fill(own(), fixture().artifact());
    Side target = Side.inMemory();
    CopyReport report =
        own().repository().copyTo(target.repository()).only(name()).withoutAliases().run();
    assertThat(report.aliases()).isZero();
    assertThat(target.repository().artifact(name()).aliases()).isEmpty();
    assertClean(target, name());
    Version next = fixture().artifact().publish(Content.of("next")).version();
    report = own().repository().copyTo(target.repository()).only(name()).withoutAliases().run();
    assertThat(report.versions()).isEqualTo(1);
    assertThat(report.versionsSkipped()).isEqualTo(8);
    Artifact copy = target.repository().artifact(name());
    assertThat(copy.readBytes(next)).isEqualTo(fixture().artifact().readBytes(next));
    // The counter has its fingerprint, too.
    assertThat(copy.publish(Content.of("next")).outcome())
        .isEqualTo(PublishResult.Outcome.UNCHANGED);
    assertThat(copy.publish(Content.of("other")).version().number()).isEqualTo(number(10));
    assertClean(target, name());
  }

  @Test
  void chosenAliasesAreCopied() {
    fill(own(), fixture().artifact());
    Side target = Side.inMemory();
    CopyReport report =
        own()
            .repository()
            .copyTo(target.repository())
            .only(name())
            .withAliases(Set.of(AliasName.parse("CANARY")))
            .run();
    assertThat(report.aliases()).isEqualTo(1);
    assertThat(target.repository().artifact(name()).aliases())
        .extracting(alias -> alias.name().value())
        .containsExactly("CANARY");
    assertClean(target, name());
  }

  @Test
  void importedRolloutHasEnded() {
    fill(own(), fixture().artifact());
    Side target = Side.inMemory();
    run(own().repository().copyTo(target.repository()).only(name()));
    var canary = target.repository().artifact(name()).alias("CANARY");
    Rollout rollout = canary.rollout().find().orElseThrow().rollout();
    assertThat(rollout.state()).isEqualTo(Rollout.State.SUPERSEDED);
    assertThat(rollout.reason()).contains("imported");
    assertThat(canary.read().routing())
        .isEqualTo(fixture().artifact().alias("CANARY").read().routing());
  }

  @Test
  void importedAliasStaysFrozen() {
    fixture().publishMany(1);
    AliasHandle source = fixture().artifact().alias("LIVE");
    source.pointTo(number(1));
    AliasFreeze freeze =
        source.freeze(Instant.now().plus(Duration.ofDays(1))).freeze().orElseThrow();
    Side target = Side.inMemory();
    run(own().repository().copyTo(target.repository()).only(name()));
    var live = target.repository().artifact(name()).alias("LIVE");
    assertThat(live.read().freeze()).contains(freeze);
    assertThatThrownBy(live::delete).isInstanceOf(MoveRefusedException.class);
  }

  @Test
  void importedAliasRollsBackAndKeepsItsVersions() {
    fill(own(), fixture().artifact());
    Side target = Side.inMemory();
    run(own().repository().copyTo(target.repository()).only(name()));
    Artifact copy = target.repository().artifact(name());
    assertThatThrownBy(() -> copy.delete(number(5))).isInstanceOf(VersionInUseException.class);
    assertThat(copy.alias("LIVE").rollback().routing().versions()).containsExactly(number(4));
    copy.delete(number(5));
    // A deleted alias continues with its revisions.
    assertThat(copy.alias("GONE").pointTo(number(1)).revision()).isEqualTo(3);
    assertClean(target, name());
  }

  @Test
  void importedKeysAreReplayed() {
    fill(own(), fixture().artifact());
    Side target = Side.inMemory();
    run(own().repository().copyTo(target.repository()).only(name()));
    Artifact copy = target.repository().artifact(name());
    PublishResult again =
        copy.publish(
            Content.of("content of 4").withFileName("a file.txt"),
            p -> p.metadata("git.sha", "content of 4").idempotencyKey("publish-124"));
    assertThat(again.outcome()).isEqualTo(PublishResult.Outcome.REPLAYED);
    assertThat(again.version().number()).isEqualTo(number(4));
    long before = copy.alias("LIVE").read().revision();
    copy.alias("LIVE").pointTo(number(4), u -> u.idempotencyKey("move-1"));
    assertThat(copy.alias("LIVE").read().revision()).isEqualTo(before);
  }

  @Test
  void deletedVersionIsRestoredFromItsCopy() {
    fill(own(), fixture().artifact());
    Side target = Side.inMemory();
    run(own().repository().copyTo(target.repository()).only(name()));
    Artifact copy = target.repository().artifact(name());
    assertThat(copy.find(number(2))).isEmpty();
    assertThat(copy.readBytes(copy.restore(number(2)))).asString().isEqualTo("content of 2");
  }

  @Test
  void differentVersionIsRefusedBeforeAnyWrite() {
    fill(own(), fixture().artifact());
    run(own().repository().exportTo(folder).only(name()));
    Side target = Side.inMemory();
    Artifact copy = target.repository().artifact(name());
    Version other = copy.publish(Content.of("other")).version();
    assertThatThrownBy(() -> target.repository().importFrom(folder).run())
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("version 1 exists and is different");
    assertThat(copy.versions()).containsExactly(other);
    assertThat(target.blobs().list(name())).hasSize(1);
    assertThat(copy.publish(Content.of("next")).version().number()).isEqualTo(number(2));
  }

  private void reserve() {
    assertThat(
            fixture()
                .catalog()
                .reserve(
                    new Reservation(
                        name(),
                        new Fingerprint(Samples.id()),
                        Samples.id(),
                        new Reservation.Always(),
                        Samples.TIME)))
        .isInstanceOf(Reservation.Reserved.class);
  }

  private void assertNumberIsRefused(long number) {
    Side target = Side.inMemory();
    run(own().repository().copyTo(target.repository()).only(name()));
    target.catalog().abandon(name(), number(number), Samples.TIME);
    assertThatThrownBy(() -> own().repository().copyTo(target.repository()).only(name()).run())
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("version " + number + " exists, and the import has no such number");
  }

  @Test
  void numberThatTheSourceLacksIsRefused() {
    fixture().publish("a");
    reserve();
    fixture().publish("c");
    assertNumberIsRefused(2);
  }

  @Test
  void firstNumberThatTheSourceLacksIsRefused() {
    reserve();
    fixture().publish("b");
    assertNumberIsRefused(1);
  }

  @Test
  void otherWorkingCopyIsRefused() {
    fixture().artifact().put(Content.of("one"));
    Side target = Side.inMemory();
    run(own().repository().copyTo(target.repository()).only(name()));
    run(own().repository().copyTo(target.repository()).only(name()));
    fixture().artifact().put(Content.of("two"));
    assertThatThrownBy(() -> own().repository().copyTo(target.repository()).only(name()).run())
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("$LATEST exists and is different");
  }

  @Test
  void olderExportLeavesTheCounter() {
    fixture().publish("a");
    Side target = Side.inMemory();
    run(own().repository().copyTo(target.repository()).only(name()));
    Artifact copy = target.repository().artifact(name());
    assertThat(copy.publish(Content.of("b")).version().number()).isEqualTo(number(2));
    run(own().repository().copyTo(target.repository()).only(name()));
    assertThat(copy.publish(Content.of("b")).outcome()).isEqualTo(PublishResult.Outcome.UNCHANGED);
    assertThat(copy.publish(Content.of("c")).version().number()).isEqualTo(number(3));
    assertClean(target, name());
  }

  @Test
  void movedAliasIsRefused() {
    fill(own(), fixture().artifact());
    Side target = Side.inMemory();
    run(own().repository().copyTo(target.repository()).only(name()));
    fixture().artifact().alias("LIVE").pointTo(number(1));
    assertThatThrownBy(() -> own().repository().copyTo(target.repository()).only(name()).run())
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("alias LIVE exists and is different");
  }

  @Test
  void aliasOfAVersionDeletedInTheTargetIsRefused() {
    fill(own(), fixture().artifact());
    Side target = Side.inMemory();
    run(own().repository().copyTo(target.repository()).only(name()).withoutAliases());
    target.repository().artifact(name()).delete(number(4));
    assertThatThrownBy(() -> own().repository().copyTo(target.repository()).only(name()).run())
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("points to version 4, which is deleted here");
    assertThat(target.repository().artifact(name()).aliases()).isEmpty();
  }

  @Test
  void objectOfAnotherWriterIsRefused() {
    Version version = fixture().publish("a");
    Side target = Side.inMemory();
    BlobFixture.written(
        ByteSource.of("b".getBytes(StandardCharsets.UTF_8))
            .writeTo(target.blobs(), version.key(), BlobFixture.header("another")));
    assertThatThrownBy(() -> own().repository().copyTo(target.repository()).only(name()).run())
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("object of another writer");
  }

  @Test
  void deletedArtifactKeepsItsNumbers() {
    fixture().publish("a");
    fixture().publish("b");
    fixture().artifact().deleteAll();
    Side target = Side.inMemory();
    run(own().repository().copyTo(target.repository()).only(name()));
    assertEqual(own(), target, name());
    assertThat(target.repository().artifacts()).isEmpty();
    Artifact copy = target.repository().artifact(name());
    assertThat(copy.publish(Content.of("a")).version().number()).isEqualTo(number(3));
  }

  @Test
  void missingArtifactIsNotFound() {
    assertThatThrownBy(() -> own().repository().exportTo(folder).only(name()).run())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Cannot export " + name());
    fixture().publish("a");
    run(own().repository().exportTo(folder).only(name()));
    assertThatThrownBy(
            () ->
                Side.inMemory().repository().importFrom(folder).only(Samples.artifactName()).run())
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> own().repository().copyTo(own().repository()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
