package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.RolloutHandle;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What each role can do with its own actions beyond its job, without the library. IAM cannot demand
 * that a write has a condition: what it does not refuse must do no harm. {@link
 * JudgedPermissionsTest} has what IAM refuses.
 */
class RoleAttacksTest {
  private static final LocalRepository LOCAL =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
  private static final byte[] BAD = "bad".getBytes(StandardCharsets.UTF_8);

  private final Intercepted open = Intercepted.open(LOCAL, settings -> settings);
  private final Artifact artifact = open.artifact();
  private final AliasHandle live = artifact.alias("LIVE");
  private Version one;
  private Version two;

  @AfterAll
  static void remove() {
    LOCAL.close();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @BeforeEach
  void publishTwo() {
    one = artifact.publish(Content.of("one")).version();
    two = artifact.publish(Content.of("two")).version();
    live.pointTo(one);
  }

  private Map<String, AttributeValue> item(String partition, String sort) {
    return LOCAL
        .aws()
        .dynamoDb()
        .getItem(
            r ->
                r.tableName(LOCAL.table())
                    .key(
                        Map.of(
                            "pk", AttributeValue.fromS(partition + "#" + artifact.name()),
                            "sk", AttributeValue.fromS(sort)))
                    .consistentRead(true))
        .item();
  }

  /** Changes an item without any condition. */
  private void overwrite(String partition, String sort, Map<String, AttributeValue> changes) {
    Map<String, AttributeValue> item = new HashMap<>(item(partition, sort));
    assertThat(item).isNotEmpty();
    item.putAll(changes);
    LOCAL.aws().dynamoDb().putItem(r -> r.tableName(LOCAL.table()).item(item));
  }

  private static Map<String, AttributeValue> ofBad() {
    return Map.of(
        "sha256", AttributeValue.fromS(Digest.of(BAD).hex()),
        "size_bytes", AttributeValue.fromN(Integer.toString(BAD.length)));
  }

  /** What a publisher may do: it overwrites the record of a version, and its object. */
  private void replace(Version version) {
    overwrite("VERSIONS", "00000000000" + version.number(), ofBad());
    LOCAL
        .aws()
        .s3()
        .putObject(
            r -> r.bucket(LOCAL.bucket()).key(version.key().value()), RequestBody.fromBytes(BAD));
    // A caller that resolves the number gets the other version: aliases are for those who must not.
    assertThat(artifact.readBytes(version.number())).isEqualTo(BAD);
  }

  @Test
  void publisherCannotChangeWhatAnAliasServes() {
    replace(one);
    assertThat(artifact.resolve("LIVE").digest()).isEqualTo(one.digest());
    assertThatThrownBy(() -> artifact.open(artifact.resolve("LIVE")).readAllBytes())
        .isInstanceOf(CorruptContentException.class);
    try (LiveAlias following = live.watch()) {
      assertThat(following.route("any").digest()).isEqualTo(one.digest());
    }
  }

  @Test
  void publisherCannotChangeWhatARollbackServes() {
    live.pointTo(two);
    replace(one);
    assertThatThrownBy(live::rollback).isInstanceOf(CorruptContentException.class);
    assertThat(artifact.resolve("LIVE").digest()).isEqualTo(two.digest());
  }

  @Test
  void publisherCannotChangeWhatARolloutGoesBackTo() {
    RolloutHandle rollout = live.rollout();
    rollout.start(two.number(), RolloutStrategy.parse("AppConfig.AllAtOnce")); // and 10 minutes
    rollout.tick(status -> Health.healthy());
    assertThat(live.read().routing().weightOf(two.number())).isEqualTo(Weight.percent(100));
    replace(one);
    rollout.tick(status -> Health.unhealthy("errors"));
    assertThat(artifact.resolve("LIVE").digest()).isEqualTo(one.digest());
    assertThatThrownBy(() -> artifact.open(artifact.resolve("LIVE")).readAllBytes())
        .isInstanceOf(CorruptContentException.class);
  }

  @Test
  void publisherThatSetsTheCounterBackReusesNoNumber() {
    overwrite("VERSIONS", "#", Map.of("last_number", AttributeValue.fromN("0")));
    assertThatThrownBy(() -> artifact.publish(Content.of("three")))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(artifact.resolve("1")).isEqualTo(one);
    assertThat(artifact.resolve("2")).isEqualTo(two);
  }

  @Test
  void publisherCannotMakeAKeyStandForOtherContent() {
    artifact.publish(Content.of("three"), p -> p.idempotencyKey("build-7"));
    overwrite("VERSIONS", "idem#build-7", Map.of("number", AttributeValue.fromN("1")));
    assertThatThrownBy(
            () -> artifact.publish(Content.of("three"), p -> p.idempotencyKey("build-7")))
        .isInstanceOf(UnreadableRecordException.class);
  }

  private void changeVersionsOfTheAlias(String attribute, String value) {
    List<AttributeValue> changed =
        item("ALIASES", "LIVE").get("versions").l().stream()
            .map(
                version -> {
                  Map<String, AttributeValue> record = new HashMap<>(version.m());
                  assertThat(record.put(attribute, AttributeValue.fromS(value))).isNotNull();
                  return AttributeValue.fromM(record);
                })
            .toList();
    overwrite("ALIASES", "LIVE", Map.of("versions", AttributeValue.fromL(changed)));
  }

  @Test
  void deployerCannotServeBytesThatNobodyPublished() {
    changeVersionsOfTheAlias("sha256", Digest.of(BAD).hex());
    assertThat(artifact.resolve("LIVE").digest()).isEqualTo(Digest.of(BAD));
    assertThatThrownBy(() -> artifact.open(artifact.resolve("LIVE")).readAllBytes())
        .isInstanceOf(CorruptContentException.class);
  }

  @Test
  void deployerCannotServeAnotherArtifact() {
    changeVersionsOfTheAlias("key", "other/000000000001/other");
    assertThatThrownBy(() -> artifact.resolve("LIVE"))
        .isInstanceOf(UnreadableRecordException.class);
  }

  @Test
  void whoDeletesAndRestoresChangesNoDigestAndNoName() {
    artifact.delete(two.number());
    Map<String, AttributeValue> changes = new HashMap<>(ofBad());
    changes.put("file_name", AttributeValue.fromS("bad.jar"));
    changes.put("key", AttributeValue.fromS(one.key().value()));
    overwrite("STATES", "000000000002", changes);
    artifact.restore(two.number());
    assertThat(artifact.resolve("2")).isEqualTo(two);
    assertThat(artifact.readBytes(VersionNumber.of(2))).asString().isEqualTo("two");
  }
}
