package dev.versioned.testkit.contract;

import static dev.versioned.model.Latest.LATEST;
import static dev.versioned.model.PublishResult.Outcome.CREATED;
import static dev.versioned.model.PublishResult.Outcome.REPLAYED;
import static dev.versioned.model.PublishResult.Outcome.UNCHANGED;
import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static dev.versioned.testkit.contract.Samples.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKeyReusedException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code $LATEST}: the content that was last put or published. */
abstract class RepositoryWorkingCopies {
  abstract RepositoryFixture fixture();

  private Artifact artifact() {
    return fixture().artifact();
  }

  private void assertLatestIs(String text) {
    assertThat(artifact().readBytes(LATEST)).asString(StandardCharsets.UTF_8).isEqualTo(text);
    assertThat(artifact().resolve("$LATEST").digest())
        .isEqualTo(Digest.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void nothingIsLatestAtFirst() {
    assertThat(artifact().find(LATEST)).isEmpty();
    assertThatThrownBy(() -> artifact().resolve(LATEST))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            e -> assertThat(e.subject()).isEqualTo(NotFoundException.Subject.ARTIFACT));
    assertThatThrownBy(() -> artifact().publish())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(fixture().name().value());
    fixture().assertNothingLeft();
  }

  @Test
  void putContentIsLatestAndNoVersion() {
    Version put =
        artifact()
            .put(
                Content.of("a").withFileName("a.txt"),
                p -> p.description("draft").metadata("k", "v").by("me"));
    assertThat(put.id()).isEqualTo(LATEST);
    assertThat(put.isPublished()).isFalse();
    assertThat(put.fileName()).isEqualTo("a.txt");
    assertThat(put.description()).isEqualTo("draft");
    assertThat(put.metadata()).isEqualTo(Map.of("k", "v"));
    assertThat(put.createdBy()).isEqualTo("me");
    assertThat(fixture().elsewhere().resolve(LATEST)).isEqualTo(put);
    assertLatestIs("a");
    assertThat(artifact().versions()).isEmpty();
    assertThat(artifact().find(number(1))).isEmpty();
  }

  @Test
  void lastPutIsLatest() {
    artifact().put(Content.of("a"));
    artifact().put(Content.of("b"));
    fixture().elsewhere().put(Content.of("c"));
    assertLatestIs("c");
  }

  @Test
  void putContentIsPublished() {
    Version put = artifact().put(Content.of("a").withFileName("a.txt"), p -> p.metadata("k", "v"));
    PublishResult result = artifact().publish(p -> p.description("first").metadata("l", "w"));
    assertThat(result.outcome()).isEqualTo(CREATED);
    Version version = result.version();
    assertThat(version.number()).isEqualTo(number(1));
    assertThat(version.digest()).isEqualTo(put.digest());
    assertThat(version.contentType()).isEqualTo(put.contentType());
    assertThat(version.fileName()).isEqualTo("a.txt");
    assertThat(version.description()).isEqualTo("first");
    assertThat(version.metadata()).isEqualTo(Map.of("k", "v", "l", "w"));
    assertThat(artifact().resolve(number(1))).isEqualTo(version);
    assertThat(artifact().readBytes(number(1))).asString(StandardCharsets.UTF_8).isEqualTo("a");
    assertLatestIs("a");
  }

  @Test
  void publishedPutIsUnchangedUntilTheNextPut() {
    artifact().put(Content.of("a"));
    Version first = artifact().publish().version();
    assertThat(artifact().publish()).isEqualTo(new PublishResult(first, UNCHANGED));
    artifact().put(Content.of("b"));
    assertLatestIs("b");
    assertThat(artifact().resolve(LATEST).isPublished()).isFalse();
    assertThat(artifact().publish().number()).isEqualTo(number(2));
    assertLatestIs("b");
    artifact().put(Content.of("c"));
    assertLatestIs("c");
    assertThat(fixture().versionNumbers()).containsExactly(2L, 1L);
  }

  @Test
  void newerVersionIsLatest() {
    artifact().put(Content.of("a"));
    Version published = fixture().publish("b");
    assertLatestIs("b");
    assertThat(artifact().resolve(LATEST)).isEqualTo(published);
    assertThat(artifact().publish()).isEqualTo(new PublishResult(published, UNCHANGED));
  }

  @Test
  void putAfterAVersionIsLatest() {
    fixture().publish("a");
    artifact().put(Content.of("b"));
    assertLatestIs("b");
    artifact().put(Content.of("c"));
    fixture().publish("d");
    assertLatestIs("d");
    artifact().put(Content.of("e"));
    assertLatestIs("e");
    assertThat(artifact().publish().number()).isEqualTo(number(3));
  }

  @Test
  void putOfTheNewestVersionsContentIsUnchanged() {
    Version first = fixture().publish("a");
    artifact().put(Content.of("a"));
    assertThat(artifact().publish()).isEqualTo(new PublishResult(first, UNCHANGED));
    assertThat(artifact().publish(Content.of("a"))).isEqualTo(new PublishResult(first, UNCHANGED));
  }

  @Test
  void metadataThatIsAddedMakesANewVersion() {
    fixture().publish("a");
    assertThat(artifact().publish(p -> p.metadata("k", "v")).number()).isEqualTo(number(2));
    assertThat(artifact().publish(p -> p.metadata("k", "v")).outcome()).isEqualTo(UNCHANGED);
    assertThat(artifact().readBytes(number(2))).asString(StandardCharsets.UTF_8).isEqualTo("a");
  }

  @Test
  void latestIsANewVersionOnRequest() {
    fixture().publish("a");
    PublishResult again = artifact().publish(p -> p.evenIfUnchanged());
    assertThat(again.outcome()).isEqualTo(CREATED);
    assertThat(again.number()).isEqualTo(number(2));
    assertThat(artifact().readBytes(number(2))).asString(StandardCharsets.UTF_8).isEqualTo("a");
  }

  @Test
  void keyReplaysThePublishOfLatest() {
    artifact().put(Content.of("a"));
    Version first = artifact().publish(p -> p.idempotencyKey("build-1")).version();
    assertThat(artifact().publish(p -> p.idempotencyKey("build-1")))
        .isEqualTo(new PublishResult(first, REPLAYED));
    assertThat(artifact().publish(Content.of("a"), p -> p.idempotencyKey("build-1")))
        .isEqualTo(new PublishResult(first, REPLAYED));
  }

  @Test
  void keyReplaysThePublishOfLatestWhateverLatestIsByThen() {
    artifact().put(Content.of("a"));
    Version first = artifact().publish(p -> p.idempotencyKey("build-1")).version();
    artifact().put(Content.of("b"));
    assertThat(artifact().publish(p -> p.idempotencyKey("build-1")))
        .isEqualTo(new PublishResult(first, REPLAYED));
    fixture().publish("c");
    assertThat(artifact().publish(p -> p.idempotencyKey("build-1")))
        .isEqualTo(new PublishResult(first, REPLAYED));
    assertThatThrownBy(
            () ->
                artifact()
                    .publish(
                        p ->
                            p.idempotencyKey("build-1")
                                .expectDigest(Digest.of("b".getBytes(StandardCharsets.UTF_8)))))
        .isInstanceOf(CorruptContentException.class);
    assertThatThrownBy(() -> artifact().publish(Content.of("b"), p -> p.idempotencyKey("build-1")))
        .isInstanceOf(IdempotencyKeyReusedException.class);
    assertThat(fixture().versionNumbers()).containsExactly(2L, 1L);
  }

  @Test
  void latestOfAnotherDigestIsNotPublished() {
    artifact().put(Content.of("a"));
    Digest a = Digest.of("a".getBytes(StandardCharsets.UTF_8));
    Digest b = Digest.of("b".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> artifact().publish(p -> p.expectDigest(b)))
        .isInstanceOf(CorruptContentException.class);
    assertThat(artifact().versions()).isEmpty();
    assertThat(artifact().publish(p -> p.expectDigest(a)).number()).isEqualTo(number(1));
    assertThatThrownBy(() -> artifact().publish(p -> p.expectDigest(b)))
        .isInstanceOf(CorruptContentException.class);
  }

  @TestFactory
  Stream<DynamicTest> contentOfAnotherDigestIsNotPut() {
    return Stream.of(1000, 17 * MIB)
        .map(
            size ->
                dynamicTest(
                    "stream of " + size + " bytes",
                    () -> {
                      Content content =
                          Content.stream(new ByteArrayInputStream(Samples.bytes(size)));
                      Digest expected = Digest.of(new byte[0]);
                      assertThatThrownBy(
                              () -> artifact().put(content, p -> p.expectDigest(expected)))
                          .isInstanceOf(CorruptContentException.class);
                      fixture().assertNothingLeft();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> contentOfAnySizeIsPutAndPublished() {
    return Stream.of(0, 1, 16 * MIB + 1)
        .flatMap(size -> Stream.of(putAndPublished(size, false), putAndPublished(size, true)));
  }

  private DynamicTest putAndPublished(int size, boolean stream) {
    return dynamicTest(
        (stream ? "stream of " : "") + size + " bytes",
        () -> {
          Artifact artifact = fixture().other();
          byte[] bytes = Samples.bytes(size);
          artifact.put(stream ? Content.stream(Samples.slowly(bytes)) : Content.of(bytes));
          assertThat(Digest.of(artifact.readBytes(LATEST))).isEqualTo(Digest.of(bytes));
          Version version = artifact.publish().version();
          assertThat(version.digest()).isEqualTo(Digest.of(bytes));
          assertThat(version.sizeBytes()).isEqualTo(size);
          assertThat(Digest.of(artifact.readBytes(number(1)))).isEqualTo(Digest.of(bytes));
        });
  }

  @Test
  void latestGoesBackWhenTheNewestVersionIsDeleted() {
    fixture().publish("a");
    fixture().publish("b");
    artifact().delete(number(2));
    assertLatestIs("a");
    assertThat(artifact().publish().number()).isEqualTo(number(1));
    assertThat(fixture().publish("b").number()).isEqualTo(number(3));
  }

  @Test
  void aliasMayPointToLatest() {
    artifact().put(Content.of("a"));
    fixture().live().pointTo(LATEST);
    assertThat(artifact().resolve("LIVE").digest())
        .isEqualTo(Digest.of("a".getBytes(StandardCharsets.UTF_8)));
    artifact().put(Content.of("b"));
    assertThat(artifact().resolve("LIVE").digest())
        .isEqualTo(Digest.of("b".getBytes(StandardCharsets.UTF_8)));
    assertThat(fixture().live().read().routing().versions()).isEmpty();
  }
}
