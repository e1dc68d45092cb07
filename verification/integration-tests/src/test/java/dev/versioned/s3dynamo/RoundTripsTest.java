package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.ReleaseSet;
import dev.versioned.RolloutHandle;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many requests each operation makes: this is guaranteed, and does not depend on the machine.
 */
@Tag("again")
class RoundTripsTest {
  // The number of calls is the same on every stack, and this one creates many versions fastest.
  private static final LocalRepository LOCAL =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));

  private static final int PART = 16 << 20;
  private static final int MANY = Boolean.getBoolean("versioned.full") ? 10_000 : 1_000;

  private final CountedCalls calls = new CountedCalls();
  private final Intercepted open = Intercepted.open(LOCAL, settings -> settings, calls);
  private final ArtifactRepository repo = open.repo();
  private final Artifact artifact = open.artifact();

  /** The first write of a process checks the binding of table and bucket. */
  @BeforeEach
  void writeSomething() {
    repo.artifact("warm").put(Content.of("anything"));
  }

  @AfterAll
  static void remove() {
    LOCAL.close();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void firstWriteOfAProcessChecksThePlaceConcurrently() {
    Version v1 = artifact.publish(Content.of("one")).version();
    try (Intercepted other = Intercepted.open(LOCAL, settings -> settings, calls)) {
      assertThat(withoutHeads(calls.during(() -> other.artifact().publish(Content.of("one")))))
          .containsExactlyInAnyOrder(
              "DescribeTable",
              "GetItem",
              "GetObject",
              "UpdateItem",
              "ListObjectsV2",
              "PutObject",
              "PutItem")
          .as("the upload waits for the answer")
          .containsSubsequence("GetObject", "PutObject", "PutItem")
          .containsSubsequence("DescribeTable", "PutObject", "PutItem");
      assertSmallPublish(calls.during(() -> other.artifact().publish(Content.of("two"))));
    }
    try (Intercepted other = Intercepted.open(LOCAL, settings -> settings, calls)) {
      Artifact there = other.repo().artifact(artifact.name());
      assertThat(calls.during(() -> there.resolve("1"))).containsExactly("GetItem", "GetItem");
      assertThat(calls.during(() -> there.alias("LIVE").pointTo(v1)))
          .containsExactlyInAnyOrder(
              "DescribeTable", "GetItem", "GetItem", "GetItem", "GetItem", "TransactWriteItems")
          .endsWith("TransactWriteItems");
      assertThat(calls.during(() -> there.alias("LIVE").describe("what serves")))
          .doesNotContain("DescribeTable");
    }
  }

  @Test
  void aSmallPublishTakesThreeCalls() {
    assertSmallPublish(calls.during(() -> artifact.publish(Content.of("one"))));
    assertSmallPublish(calls.during(() -> artifact.publish(Content.of("two"))));
  }

  /** The folder of the number is listed while the bytes are sent. */
  private static void assertSmallPublish(List<String> calls) {
    assertThat(withoutHeads(calls))
        .containsExactlyInAnyOrder("UpdateItem", "ListObjectsV2", "PutObject", "PutItem")
        .containsSubsequence("UpdateItem", "PutObject", "PutItem")
        .containsSubsequence("UpdateItem", "ListObjectsV2", "PutItem");
  }

  /**
   * A server that stores files may list one that is still being written; the library then looks at
   * it.
   */
  private static List<String> withoutHeads(List<String> calls) {
    return calls.stream().filter(call -> !call.equals("HeadObject")).toList();
  }

  /** Concurrent calls count as one round trip. */
  @Test
  void putAndPublishTakeSixCallsInSequence() {
    List<String> put = calls.during(() -> artifact.put(Content.of("one")));
    assertThat(put.subList(0, 3)).containsExactlyInAnyOrder("PutObject", "GetItem", "UpdateItem");
    assertThat(put.subList(3, put.size())).containsExactly("TransactWriteItems");
    List<String> publish = calls.during(() -> artifact.publish());
    assertThat(publish.subList(0, 3)).containsExactlyInAnyOrder("GetItem", "Query", "Query");
    assertThat(publish.subList(3, 5)).containsExactlyInAnyOrder("ListObjectsV2", "UpdateItem");
    assertThat(publish.subList(5, publish.size())).containsExactly("CopyObject", "PutItem");
  }

  /** The bytes first: what is read before a long upload would be old after it. */
  @Test
  void aPutInPartsIsItsPartsAndTheThreeRequestsAfter() {
    byte[] bytes = new byte[2 * PART - 1];
    List<String> put = calls.during(() -> artifact.put(Content.of(bytes)));
    assertThat(put.subList(0, 4))
        .containsExactly(
            "CreateMultipartUpload", "UploadPart", "UploadPart", "CompleteMultipartUpload");
    assertThat(put.subList(4, 6)).containsExactlyInAnyOrder("GetItem", "UpdateItem");
    assertThat(put.subList(6, put.size())).containsExactly("TransactWriteItems");
    List<String> publish = calls.during(() -> artifact.publish());
    assertThat(publish.subList(3, 5)).containsExactlyInAnyOrder("ListObjectsV2", "UpdateItem");
    assertThat(publish.subList(5, publish.size())).containsExactly("CopyObject", "PutItem");
  }

  /** The version's record and its state are read concurrently. */
  @Test
  void anUnchangedPublishTakesTwoCallsInSequence() {
    artifact.publish(Content.of("one"));
    assertThat(calls.during(() -> artifact.publish(Content.of("one"))))
        .containsExactly("UpdateItem", "GetItem", "GetItem");
  }

  @Test
  void keyIsReadDuringTheHashAndWrittenWithTheCommit() {
    Content content = Content.of("one");
    assertThat(
            withoutHeads(calls.during(() -> artifact.publish(content, p -> p.idempotencyKey("k")))))
        .containsExactlyInAnyOrder(
            "GetItem", "UpdateItem", "ListObjectsV2", "PutObject", "TransactWriteItems");
    assertThat(calls.during(() -> artifact.publish(content, p -> p.idempotencyKey("k"))))
        .containsExactly("GetItem", "GetItem", "GetItem");
  }

  @Test
  void anAliasIsResolvedToBytesWithOneRead() {
    Version v1 = artifact.publish(Content.of("one")).version();
    artifact.alias("LIVE").pointTo(v1);
    assertThat(calls.during(() -> artifact.resolve("LIVE"))).containsExactly("GetItem");
    assertThat(calls.during(() -> artifact.readBytes(artifact.resolve("LIVE"))))
        .containsExactly("GetItem", "GetObject");
    assertThat(artifact.resolve("LIVE")).isEqualTo(v1);
  }

  @Test
  void aVersionNumberIsResolvedWithTwoReadsAtTheSameTimeAndLatestWithThree() {
    artifact.publish(Content.of("one"));
    assertThat(calls.during(() -> artifact.resolve("1"))).containsExactly("GetItem", "GetItem");
    assertThat(calls.during(() -> artifact.resolve("$LATEST")))
        .containsExactlyInAnyOrder("GetItem", "Query", "Query");
  }

  @Test
  void aMoveOfWeightsIsOneReadAndOneTransaction() {
    Version v1 = artifact.publish(Content.of("one")).version();
    Version v2 = artifact.publish(Content.of("two")).version();
    artifact.alias("LIVE").split(v1, v2, Weight.percent(10));
    assertThat(calls.during(() -> artifact.alias("LIVE").weigh(v2.number(), Weight.percent(20))))
        .containsExactly("GetItem", "TransactWriteItems");
    assertThat(calls.during(() -> artifact.alias("LIVE").promote()))
        .containsExactly("GetItem", "TransactWriteItems");
    assertThat(calls.during(() -> artifact.alias("LIVE").rollback()))
        .as("the ledger row to go back to, and the version that was left and its state")
        .containsExactly("GetItem", "GetItem", "GetItem", "GetItem", "TransactWriteItems");
  }

  @Test
  void aTickIsOneReadAndTheStepAnotherReadAndOneTransaction() {
    Version v1 = artifact.publish(Content.of("one")).version();
    Version v2 = artifact.publish(Content.of("two")).version();
    artifact.alias("LIVE").pointTo(v1);
    RolloutHandle rollout = artifact.alias("LIVE").rollout();
    rollout.start(v2.number(), RolloutStrategy.parse("Canary10Percent5Minutes"));
    assertThat(calls.during(() -> rollout.tick(HealthGate.open())))
        .containsExactly("GetItem", "GetItem", "TransactWriteItems");
    assertThat(calls.during(() -> rollout.tick(HealthGate.open()))).containsExactly("GetItem");
    assertThat(calls.during(() -> rollout.tick(status -> Health.unhealthy("errors"))))
        .containsExactly("GetItem", "GetItem", "TransactWriteItems");
  }

  @Test
  void aReleaseSetIsOneReadForEachAliasAndOneTransaction() {
    Version v1 = artifact.publish(Content.of("one")).version();
    Version v2 = artifact.publish(Content.of("two")).version();
    List<AliasName> names = List.of(new AliasName("A"), new AliasName("B"), new AliasName("C"));
    names.forEach(name -> artifact.alias(name).split(v1, v2, Weight.percent(10)));
    ReleaseSet set = repo.releaseSet();
    Routing routing = Routing.split(v1.number(), v2.number(), Weight.percent(20));
    names.forEach(name -> set.move(artifact.alias(name), routing));
    assertThat(calls.during(set::apply))
        .containsExactly("GetItem", "GetItem", "GetItem", "TransactWriteItems");
  }

  @Test
  void aPublishInPartsIsItsPartsAndTheFourWritesAround() {
    byte[] bytes = new byte[3 * PART - 1];
    List<String> publish = calls.during(() -> artifact.publish(Content.of(bytes)));
    assertThat(publish).containsOnlyOnce("ListObjectsV2");
    assertThat(withoutHeads(publish).stream().filter(call -> !call.equals("ListObjectsV2")))
        .containsExactly(
            "UpdateItem",
            "CreateMultipartUpload",
            "UploadPart",
            "UploadPart",
            "UploadPart",
            "CompleteMultipartUpload",
            "PutItem");
  }

  @Test
  void unchangedContentOfManyPartsIsNotSent() {
    byte[] bytes = new byte[3 * PART - 1];
    artifact.publish(Content.of(bytes));
    assertThat(calls.during(() -> artifact.publish(Content.of(bytes))))
        .containsExactly("UpdateItem", "GetItem", "GetItem");
  }

  @Test
  void aLargeDownloadIsOneLookAndItsRangesAndASmallOneIsOneCall(@TempDir Path directory) {
    Version small = artifact.publish(Content.of("small")).version();
    Version large = artifact.publish(Content.of(new byte[3 * PART - 1])).version();
    Path file = directory.resolve("file");
    assertThat(calls.during(() -> artifact.download(small, file))).containsExactly("GetObject");
    assertThat(calls.during(() -> artifact.download(large, file)))
        .containsExactly("HeadObject", "GetObject", "GetObject", "GetObject");
  }

  @Test
  void routingMakesNoCalls() {
    Version v1 = artifact.publish(Content.of("one")).version();
    Version v2 = artifact.publish(Content.of("two")).version();
    AliasHandle alias = artifact.alias("LIVE");
    alias.split(v1, v2, Weight.percent(50));
    try (LiveAlias live = alias.watch(w -> w.every(Duration.ofDays(1)))) {
      assertThat(
              calls.during(
                  () -> {
                    for (int i = 0; i < 1000; i++) {
                      live.route();
                      live.route("user-" + i);
                    }
                  }))
          .isEmpty();
      assertThat(calls.during(live::refresh)).containsExactly("GetItem");
    }
  }

  @Test
  void takingASetBackIsTheReadsOfWhatServedBeforeAndOneTransaction() {
    Version v1 = artifact.publish(Content.of("one")).version();
    Version v2 = artifact.publish(Content.of("two")).version();
    artifact.alias("MOVED").pointTo(v1);
    List<Alias> released =
        repo.releaseSet()
            .move(artifact.alias("MOVED"), v2)
            .move(artifact.alias("CREATED"), v2)
            .apply();
    assertThat(calls.during(() -> repo.releaseSet().rollback(released).apply()))
        .as("each alias; the ledger row to go back to, and the version that it names, twice")
        .containsExactly(
            "GetItem", "GetItem", "GetItem", "GetItem", "GetItem", "TransactWriteItems");
  }

  @Test
  void aDeletionIsOneReadAndOneConditionalWrite() {
    Version v1 = artifact.publish(Content.of("one")).version();
    assertThat(calls.during(() -> artifact.delete(v1.number())))
        .containsExactly("GetItem", "UpdateItem");
  }

  @Test
  @Tag("full")
  void aThousandVersionsAreListedByTwoRequests() throws Exception {
    Artifact some = repo.artifact("thousand");
    addVersions(some, 999);
    assertThat(calls.during(() -> assertThat(some.versions()).hasSize(1000)))
        .containsExactly("Query", "Query");
  }

  @Test
  @Tag("full")
  void manyVersionsCostNoMoreThanTen() throws Exception {
    Artifact small = repo.artifact("small");
    Artifact large = repo.artifact("large");
    addVersions(small, 10);
    addVersions(large, MANY);
    assertThat(callsOfEveryday(large)).isEqualTo(callsOfEveryday(small));
    assertThat(large.versions().skip(500).findFirst().orElseThrow().number())
        .isEqualTo(VersionNumber.of(MANY + 2 - 500));
  }

  private List<List<String>> callsOfEveryday(Artifact some) {
    List<Runnable> everyday =
        List.of(
            () -> some.publish(Content.of("new")),
            () -> some.publish(Content.of("new")),
            () -> some.resolve("3"),
            () -> some.versions().limit(10).forEach(version -> {}),
            () -> some.alias("LIVE").pointTo(VersionNumber.of(2)),
            () -> some.resolve("LIVE"));
    return everyday.stream()
        .map(calls::during)
        // Concurrent calls have no order.
        .map(made -> withoutHeads(made).stream().sorted().toList())
        .toList();
  }

  /** Adds versions with the catalog alone: their bytes are not read here. */
  private void addVersions(Artifact some, int count)
      throws ExecutionException, InterruptedException {
    ArtifactName name = some.name();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Catalog catalog =
        new Catalog(
            S3DynamoRepository.builder()
                .table(LOCAL.table())
                .dynamoDb(LOCAL.aws().dynamoDb())
                .buildItemStore(),
            Runnable::run)) {
      List<? extends Future<?>> commits =
          IntStream.rangeClosed(1, count)
              .mapToObj(i -> threads.submit(() -> addVersion(catalog, name, i)))
              .toList();
      for (Future<?> commit : commits) {
        commit.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(some.publish(Content.of("last")).outcome()).isEqualTo(PublishResult.Outcome.CREATED);
  }

  private static void addVersion(Catalog catalog, ArtifactName name, int i) {
    Reservation wish =
        new Reservation(
            name,
            new Fingerprint("content " + i),
            "reservation " + i,
            new Reservation.Always(),
            Instant.EPOCH);
    Reservation.Reserved reserved = (Reservation.Reserved) catalog.reserve(wish);
    catalog.commit(record(name, reserved.number()), null);
  }

  private static VersionRecord record(ArtifactName name, VersionNumber number) {
    Version version =
        new Version(
            name,
            number,
            Digest.of(new byte[0]),
            0,
            "text/plain",
            "",
            "",
            Collections.emptySortedMap(),
            Instant.EPOCH,
            "test",
            BlobKey.ofVersion(name, number, ""),
            Version.NO_PLACE);
    return new VersionRecord(version, "attempt-" + number);
  }
}
