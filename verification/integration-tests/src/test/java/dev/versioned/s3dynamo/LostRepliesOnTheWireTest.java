package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.model.Alias;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.testkit.ArtifactRepositoryExtension;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.LossyProxy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The server applies the request, the reply is lost on the network, and the SDK's own retry meets
 * its effect.
 */
@ExtendWith(ArtifactRepositoryExtension.class)
@Tag("full")
class LostRepliesOnTheWireTest {
  private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);

  private final LossyProxy toS3;
  private final LossyProxy toDynamoDb;
  private final S3Client s3;
  private final DynamoDbClient dynamoDb;
  private final ArtifactRepository repo;
  private final Artifact artifact;

  LostRepliesOnTheWireTest(LocalRepository local) {
    toS3 = LossyProxy.to(local.aws().s3Endpoint());
    toDynamoDb = LossyProxy.to(local.aws().dynamoDbEndpoint());
    s3 = local.aws().s3Builder().endpointOverride(toS3.endpoint()).build();
    dynamoDb = local.aws().dynamoDbBuilder().endpointOverride(toDynamoDb.endpoint()).build();
    repo = local.open(s3, dynamoDb, settings -> settings);
    artifact = repo.artifact("a" + System.nanoTime());
  }

  @AfterEach
  void close() {
    repo.close();
    s3.close();
    dynamoDb.close();
    toS3.close();
    toDynamoDb.close();
  }

  private static Predicate<String> operation(String name) {
    return head -> head.contains("DynamoDB_20120810." + name);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private void isTheOnlyVersion(PublishResult result, byte[] content) {
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(artifact.versions()).containsExactly(result.version());
    assertThat(result.number()).isEqualTo(VersionNumber.of(1));
    assertThat(artifact.readBytes(VersionNumber.of(1))).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void ofPutObject(int times) {
    toS3.loseReplies(times, head -> head.startsWith("PUT "));
    isTheOnlyVersion(artifact.publish(Content.of(bytes(1000))), bytes(1000));
    assertThat(toS3.lost()).isEqualTo(times);
  }

  @Test
  void ofUploadPart() {
    toS3.loseReplies(2, head -> head.startsWith("PUT ") && head.contains("partNumber="));
    byte[] content = bytes(33 << 20);
    isTheOnlyVersion(artifact.publish(Content.of(content)), content);
    assertThat(toS3.lost()).isEqualTo(2);
  }

  @Test
  void ofCompleteMultipartUpload() {
    toS3.loseReplies(1, head -> head.startsWith("POST ") && head.contains("?uploadId="));
    byte[] content = bytes(33 << 20);
    isTheOnlyVersion(artifact.publish(Content.of(content)), content);
    assertThat(toS3.lost()).isEqualTo(1);
  }

  @Test
  void ofTheCopyThatEndsAStream() {
    byte[] content = bytes(17 << 20);
    toS3.loseReplies(
        1, head -> head.toLowerCase(java.util.Locale.ROOT).contains("x-amz-copy-source:"));
    isTheOnlyVersion(artifact.publish(Content.stream(new ByteArrayInputStream(content))), content);
    assertThat(toS3.lost()).isEqualTo(1);
  }

  @Test
  void ofTheReservation() {
    toDynamoDb.loseReplies(1, operation("UpdateItem"));
    isTheOnlyVersion(artifact.publish(Content.of("one")), ONE);
    assertThat(toDynamoDb.lost()).isEqualTo(1);
  }

  @Test
  void ofTheCommit() {
    toDynamoDb.loseReplies(1, operation("PutItem"));
    isTheOnlyVersion(artifact.publish(Content.of("one")), ONE);
    assertThat(toDynamoDb.lost()).isEqualTo(1);
  }

  @Test
  void ofTheCommitWithAnIdempotencyKey() {
    toDynamoDb.loseReplies(1, operation("TransactWriteItems"));
    isTheOnlyVersion(artifact.publish(Content.of("one"), p -> p.idempotencyKey("k")), ONE);
    assertThat(toDynamoDb.lost()).isEqualTo(1);
  }

  @Test
  void ofTheCommitMoreOftenThanTheSdkRetries() {
    toDynamoDb.loseReplies(9, operation("PutItem"));
    isTheOnlyVersion(artifact.publish(Content.of("one")), ONE);
    assertThat(toDynamoDb.lost()).isEqualTo(9);
  }

  @Test
  void ofAPutOfLatest() {
    toDynamoDb.loseReplies(1, operation("TransactWriteItems"));
    Version copy = artifact.put(Content.of("one"));
    assertThat(artifact.resolve("$LATEST")).isEqualTo(copy);
    assertThat(toDynamoDb.lost()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void ofAMoveOfAnAlias(int times) {
    Version v1 = artifact.publish(Content.of("one")).version();
    toDynamoDb.loseReplies(times, operation("TransactWriteItems"));
    Alias alias = artifact.alias("LIVE").pointTo(v1);
    assertThat(alias.revision()).isEqualTo(1);
    assertThat(artifact.alias("LIVE").read()).isEqualTo(alias);
    assertThat(artifact.alias("LIVE").ledger().map(LedgerEntry::revision)).containsExactly(1L);
    assertThat(toDynamoDb.lost()).isEqualTo(times);
  }

  /** The moves of a set have no keys: only their ledger rows identify their caller. */
  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void ofAReleaseSet(int times) {
    Version v1 = artifact.publish(Content.of("one")).version();
    toDynamoDb.loseReplies(times, operation("TransactWriteItems"));
    List<Alias> moved =
        repo.releaseSet().move(artifact.alias("LIVE"), Routing.to(v1.id()), 0).apply();
    assertThat(moved).containsExactly(artifact.alias("LIVE").read());
    assertThat(artifact.alias("LIVE").ledger().map(LedgerEntry::revision)).containsExactly(1L);
    assertThat(toDynamoDb.lost()).isEqualTo(times);
  }

  @Test
  void ofADeletion() {
    Version v1 = artifact.publish(Content.of("one")).version();
    toDynamoDb.loseReplies(1, operation("UpdateItem"));
    artifact.delete(v1.number());
    assertThat(artifact.versions()).isEmpty();
    assertThat(toDynamoDb.lost()).isEqualTo(1);
  }

  @Test
  void routingContinuesWhileDynamoDbIsCutOff() throws InterruptedException {
    Version v1 = artifact.publish(Content.of("one")).version();
    artifact.alias("LIVE").pointTo(v1);
    try (LiveAlias live = artifact.alias("LIVE").watch(w -> w.every(Duration.ofMillis(50)))) {
      toDynamoDb.cut();
      Thread.sleep(200);
      assertThat(live.route("user")).isEqualTo(v1);
      assertThat(live.staleness()).isGreaterThan(Duration.ofMillis(100));
      assertThat(artifact.open(v1)).hasBinaryContent(ONE);
      toDynamoDb.restore();
      live.refresh();
      assertThat(live.staleness()).isLessThan(Duration.ofSeconds(5));
    }
  }
}
