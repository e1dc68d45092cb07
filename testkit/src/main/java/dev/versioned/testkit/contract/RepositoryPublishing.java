package dev.versioned.testkit.contract;

import static dev.versioned.model.PublishResult.Outcome.CREATED;
import static dev.versioned.model.PublishResult.Outcome.REPLAYED;
import static dev.versioned.model.PublishResult.Outcome.UNCHANGED;
import static dev.versioned.testkit.contract.RepositoryFixture.SETTINGS;
import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static dev.versioned.testkit.contract.Samples.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.IdempotencyKeyReusedException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Publishing content: numbers, unchanged content, idempotency keys. */
abstract class RepositoryPublishing {
  private Path directory;

  abstract RepositoryFixture fixture();

  @BeforeEach
  void useDirectory(@TempDir Path temporary) {
    directory = temporary;
  }

  private Artifact artifact() {
    return fixture().artifact();
  }

  private interface Making {
    Content of(byte[] bytes) throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> contentOfEveryKindIsPublished() {
    return Stream.of(
        published("no bytes", 0, Content::of),
        published("bytes", 1000, Content::of),
        published("a file", 1000, this::file),
        published("a large file", 16 * MIB + 1, this::file),
        published("a source that can be opened again", 1000, RepositoryPublishing::reopenable),
        published("a large source", 40 * MIB, RepositoryPublishing::reopenable),
        published("an empty stream", 0, RepositoryPublishing::stream),
        published("a short stream", 1000, RepositoryPublishing::stream),
        published("a stream of one part", 16 * MIB, RepositoryPublishing::stream),
        published("a long stream", 40 * MIB, RepositoryPublishing::stream));
  }

  private Content file(byte[] bytes) throws IOException {
    return Content.of(Files.write(directory.resolve("content.jar"), bytes));
  }

  private static Content reopenable(byte[] bytes) {
    return Content.of(bytes.length, () -> Samples.slowly(bytes));
  }

  private static Content stream(byte[] bytes) {
    return Content.stream(Samples.slowly(bytes));
  }

  private DynamicTest published(String name, int size, Making making) {
    return dynamicTest(
        name + " (" + size + " bytes)",
        () -> {
          Artifact artifact = fixture().other();
          byte[] bytes = Samples.bytes(size);
          Content content =
              making.of(bytes).withContentType("text/x-test").withFileName("größe 日本.jar");
          PublishResult result =
              artifact.publish(
                  content,
                  p -> p.description(Samples.UNICODE).metadata("git.sha", "1a2b3c").by("ci"));
          assertThat(result.outcome()).isEqualTo(CREATED);
          Version version = result.version();
          assertThat(version.number()).isEqualTo(number(1));
          assertThat(version.id()).isEqualTo(number(1));
          assertThat(version.isPublished()).isTrue();
          assertThat(version.artifact()).isEqualTo(artifact.name());
          assertThat(version.digest()).isEqualTo(Digest.of(bytes));
          assertThat(version.sizeBytes()).isEqualTo(size);
          assertThat(version.contentType()).isEqualTo("text/x-test");
          assertThat(version.fileName()).isEqualTo("größe 日本.jar");
          assertThat(version.description()).isEqualTo(Samples.UNICODE);
          assertThat(version.metadata()).isEqualTo(Map.of("git.sha", "1a2b3c"));
          assertThat(version.createdBy()).isEqualTo("ci");
          assertThat(artifact.resolve(number(1))).isEqualTo(version);
          assertThat(Digest.of(artifact.readBytes(number(1)))).isEqualTo(Digest.of(bytes));
          // No upload is left over: only the version is stored.
          assertThat(fixture().blobs().list(artifact.name()).map(BlobInfo::key))
              .containsExactly(version.key());
        });
  }

  @Test
  void versionsAreNumberedFromOneAndListedNewestFirst() {
    for (int i = 1; i <= 12; i++) {
      assertThat(fixture().publish("content of " + i).number()).isEqualTo(number(i));
    }
    for (int pageSize : new int[] {1, 5, 12, 1000}) {
      Artifact elsewhere =
          fixture().another(SETTINGS.withPageSize(pageSize)).artifact(fixture().name());
      assertThat(elsewhere.versions().map(version -> version.number().value()))
          .containsExactly(12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }
  }

  @Test
  void publisherIsTheRepositorysActorUnlessTheCallNamesOne() {
    assertThat(fixture().publish("a").createdBy()).isEqualTo("contract");
    assertThat(artifact().publish(Content.of("b"), p -> p.by("me")).version().createdBy())
        .isEqualTo("me");
  }

  @Test
  void unchangedContentGivesTheNewestVersion() {
    Version first = artifact().publish(Content.of("a"), p -> p.description("first")).version();
    PublishResult again =
        fixture().elsewhere().publish(Content.of("a"), p -> p.description("second"));
    assertThat(again).isEqualTo(new PublishResult(first, UNCHANGED));
    assertThat(artifact().resolve(number(1)).description()).isEqualTo("first");
    assertThat(fixture().publish("b").number()).isEqualTo(number(2));
  }

  @Test
  void unchangedContentIsKnownHoweverItComes() throws IOException {
    byte[] bytes = Samples.bytes(17 * MIB);
    Version first = artifact().publish(Content.of(bytes)).version();
    PublishResult unchanged = new PublishResult(first, UNCHANGED);
    assertThat(artifact().publish(file(bytes))).isEqualTo(unchanged);
    assertThat(artifact().publish(reopenable(bytes))).isEqualTo(unchanged);
    assertThat(artifact().publish(stream(bytes))).isEqualTo(unchanged);
    assertThat(fixture().blobKeys()).containsExactly(first.key());
  }

  @Test
  void contentIsWhatItsBytesTypeAndMetadataAre() {
    Content a = Content.of("a");
    artifact().publish(a);
    assertThat(artifact().publish(a.withFileName("other.txt")).outcome()).isEqualTo(UNCHANGED);
    assertThat(artifact().publish(a.withContentType("text/html")).number()).isEqualTo(number(2));
    assertThat(artifact().publish(a, p -> p.metadata("k", "v")).number()).isEqualTo(number(3));
    assertThat(artifact().publish(a, p -> p.metadata("k", "w")).number()).isEqualTo(number(4));
    assertThat(artifact().publish(a, p -> p.metadata("k", "w")).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void contentOfAnOlderVersionIsANewVersion() {
    fixture().publish("a");
    fixture().publish("b");
    assertThat(fixture().publish("a").number()).isEqualTo(number(3));
  }

  @Test
  void unchangedContentIsANewVersionOnRequest() {
    fixture().publish("a");
    PublishResult again = artifact().publish(Content.of("a"), p -> p.evenIfUnchanged());
    assertThat(again.outcome()).isEqualTo(CREATED);
    assertThat(again.number()).isEqualTo(number(2));
    assertThat(artifact().publish(Content.of("a")).number()).isEqualTo(number(2));
  }

  @Test
  void sameKeyGivesTheSameVersion() {
    Version first = artifact().publish(Content.of("a"), p -> p.idempotencyKey("build-1")).version();
    fixture().publish("b");
    PublishResult again =
        fixture()
            .elsewhere()
            .publish(Content.of("a"), p -> p.idempotencyKey("build-1").description("again"));
    assertThat(again).isEqualTo(new PublishResult(first, REPLAYED));
    assertThat(fixture().versionNumbers()).containsExactly(2L, 1L);
    assertThat(fixture().publish("c").number()).isEqualTo(number(3));
  }

  @Test
  void replayOfALongStreamLeavesNoUpload() {
    byte[] bytes = Samples.bytes(17 * MIB);
    Version first = artifact().publish(stream(bytes), p -> p.idempotencyKey("build-1")).version();
    assertThat(artifact().publish(stream(bytes), p -> p.idempotencyKey("build-1")))
        .isEqualTo(new PublishResult(first, REPLAYED));
    assertThat(fixture().blobKeys()).containsExactly(first.key());
  }

  @Test
  void keyIsRecordedForUnchangedContentToo() {
    Version first = fixture().publish("a");
    assertThat(artifact().publish(Content.of("a"), p -> p.idempotencyKey("build-1")))
        .isEqualTo(new PublishResult(first, UNCHANGED));
    fixture().publish("b");
    assertThat(artifact().publish(Content.of("a"), p -> p.idempotencyKey("build-1")))
        .isEqualTo(new PublishResult(first, REPLAYED));
  }

  @Test
  void keyWithOtherContentIsRefused() {
    artifact().publish(Content.of("a"), p -> p.idempotencyKey("build-1"));
    for (Content other :
        new Content[] {Content.of("b"), Content.of("a").withContentType("text/html")}) {
      assertThatThrownBy(() -> artifact().publish(other, p -> p.idempotencyKey("build-1")))
          .isInstanceOfSatisfying(
              IdempotencyKeyReusedException.class,
              e -> {
                assertThat(e.idempotencyKey()).isEqualTo(new IdempotencyKey("build-1"));
                assertThat(e.version()).contains(number(1));
                assertThat(e).hasMessageContaining("build-1");
              });
    }
    assertThat(fixture().versionNumbers()).containsExactly(1L);
    assertThat(fixture().blobKeys()).hasSize(1);
    assertThat(fixture().publish("b").number()).isEqualTo(number(2));
  }

  @Test
  void keyIsForgottenWhenItsTimeIsOver() {
    Artifact forgetful =
        fixture().another(SETTINGS.withKeyRetention(Duration.ZERO)).artifact(fixture().name());
    forgetful.publish(Content.of("a"), p -> p.idempotencyKey("build-1"));
    PublishResult anew = artifact().publish(Content.of("b"), p -> p.idempotencyKey("build-1"));
    assertThat(anew.outcome()).isEqualTo(CREATED);
    assertThat(artifact().publish(Content.of("b"), p -> p.idempotencyKey("build-1")))
        .isEqualTo(new PublishResult(anew.version(), REPLAYED));
  }

  @Test
  void keyIsEachArtifactsOwn() {
    artifact().publish(Content.of("a"), p -> p.idempotencyKey("build-1"));
    Artifact other = fixture().repository().artifact(fixture().name() + "-2");
    assertThat(other.publish(Content.of("b"), p -> p.idempotencyKey("build-1")).outcome())
        .isEqualTo(CREATED);
  }

  @Test
  void contentOfTheExpectedDigestIsPublished() {
    byte[] bytes = Samples.bytes(1000);
    assertThat(
            artifact().publish(Content.of(bytes), p -> p.expectDigest(Digest.of(bytes))).number())
        .isEqualTo(number(1));
  }

  @TestFactory
  Stream<DynamicTest> contentOfAnotherDigestIsRefused() {
    return Stream.of(1000, 17 * MIB)
        .map(
            size ->
                dynamicTest(
                    size + " bytes",
                    () -> {
                      byte[] bytes = Samples.bytes(size);
                      Digest expected = Digest.of(new byte[0]);
                      assertThatThrownBy(
                              () ->
                                  artifact()
                                      .publish(
                                          Content.stream(new ByteArrayInputStream(bytes)),
                                          p -> p.expectDigest(expected)))
                          .isInstanceOfSatisfying(
                              CorruptContentException.class,
                              e -> {
                                assertThat(e.expected()).isEqualTo(expected);
                                assertThat(e.actual()).isEqualTo(Digest.of(bytes));
                              });
                      fixture().assertNothingLeft();
                      assertThat(fixture().catalog().findArtifact(fixture().name())).isEmpty();
                    }));
  }

  @Test
  void foreignBlobUnderAVersionsKeyIsNeverOverwritten() {
    BlobKey key = BlobKey.ofVersion(fixture().name(), number(1), "");
    ByteSource.of(Samples.bytes(10)).writeTo(fixture().blobs(), key, BlobFixture.header("foreign"));
    assertThatThrownBy(() -> artifact().publish(Content.of("a")))
        .isInstanceOfSatisfying(
            AlreadyExistsException.class, e -> assertThat(e.existing()).isEqualTo(key.value()));
    assertThat(artifact().versions()).isEmpty();
    assertThat(fixture().blobs().find(key).orElseThrow().attemptId()).isEqualTo("foreign");
    assertThat(fixture().publish("b").number()).isEqualTo(number(2));
  }

  /** Writes an object without an attempt id, as another program would. */
  private void writeForeign(long number) {
    BlobKey key = BlobKey.ofVersion(fixture().name(), number(number), "");
    ByteSource.of(Samples.bytes(10)).writeTo(fixture().blobs(), key, BlobFixture.header(""));
  }

  @Test
  void foreignObjectCostsANumberAndNotTheKey() {
    writeForeign(1);
    Version version = artifact().publish(Content.of("a"), p -> p.idempotencyKey("k")).version();
    assertThat(version.number()).isEqualTo(number(2));
    assertThat(artifact().publish(Content.of("a"), p -> p.idempotencyKey("k")))
        .isEqualTo(new PublishResult(version, REPLAYED));
    assertThat(fixture().catalog().findVersion(fixture().name(), number(1)))
        .containsInstanceOf(VersionEntry.GivenUp.class);
    assertThat(artifact().versions()).containsExactly(version);
  }

  @Test
  void foreignObjectCostsAPublishOfLatestANumber() {
    artifact().put(Content.of("copy"));
    writeForeign(1);
    assertThat(artifact().publish().number()).isEqualTo(number(2));
    assertThat(artifact().readBytes(number(2))).asString().isEqualTo("copy");
  }

  @Test
  void foreignObjectCostsLargeContentANumber() {
    writeForeign(1);
    byte[] bytes = Samples.bytes(17 * MIB);
    assertThat(artifact().publish(Content.of(bytes), p -> p.idempotencyKey("k")).number())
        .isEqualTo(number(2));
    assertThat(artifact().readBytes(number(2))).isEqualTo(bytes);
  }

  @Test
  void threeForeignObjectsInARowRefuseThePublish() {
    writeForeign(1);
    writeForeign(2);
    writeForeign(3);
    assertThatThrownBy(() -> artifact().publish(Content.of("a")))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("docs/operations.md");
    assertThat(artifact().versions()).isEmpty();
    assertThat(fixture().publish("a").number()).isEqualTo(number(4));
  }

  @Test
  void keyOfADeletedVersionReportsTheDeletion() {
    Version version = artifact().publish(Content.of("a"), p -> p.idempotencyKey("k")).version();
    artifact().publish(Content.of("b"));
    artifact().delete(version);
    for (ThrowingCallable again :
        List.<ThrowingCallable>of(
            () -> artifact().publish(Content.of("a"), p -> p.idempotencyKey("k")),
            () -> artifact().publish(p -> p.idempotencyKey("k")))) {
      assertThatThrownBy(again)
          .isInstanceOfSatisfying(
              NotFoundException.class,
              e -> assertThat(e.subject()).isEqualTo(NotFoundException.Subject.VERSION))
          .hasMessageContaining("the key stands for version 1, and the version was deleted");
    }
    artifact().restore(version.number());
    assertThat(artifact().publish(Content.of("a"), p -> p.idempotencyKey("k")).version())
        .isEqualTo(version);
  }
}
