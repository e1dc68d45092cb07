package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.Gc;
import dev.versioned.maintenance.Garbage;
import dev.versioned.maintenance.Garbage.Reason;
import dev.versioned.maintenance.GcReport;
import dev.versioned.maintenance.Retention;
import dev.versioned.maintenance.Violation;
import dev.versioned.model.Latest;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** Collecting, checking and pruning on servers, with objects of other writers. */
class MaintenanceTest {
  private final LocalRepository local =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
  private final ArtifactRepository repo = local.repository();
  private final S3Client s3 = local.aws().s3();
  private final Artifact checkout = repo.artifact("checkout");
  private final Gc eager =
      repo.gc().withGracePeriod(Duration.ZERO).withUndeleteWindow(Duration.ZERO);

  @AfterEach
  void remove() {
    local.close();
  }

  private Version publish(String content) {
    return checkout.publish(Content.of(content)).version();
  }

  private void putForeign(String key) {
    s3.putObject(r -> r.bucket(local.bucket()).key(key), RequestBody.fromString("foreign"));
  }

  private void removeEntry(VersionNumber number) {
    Map<String, AttributeValue> key =
        Map.of(
            "pk", AttributeValue.fromS("VERSIONS#checkout"),
            "sk", AttributeValue.fromS(number.padded()));
    local.aws().dynamoDb().deleteItem(r -> r.tableName(local.table()).key(key));
  }

  /** Times are in whole seconds: a time written in this second may be slightly in the future. */
  private void awaitNextSecond() throws InterruptedException {
    Thread.sleep(1_100);
  }

  @Test
  void garbageOfEachKindIsCollectedAndNothingElse() throws InterruptedException {
    Version live = publish("live");
    checkout.alias("LIVE").pointTo(live);
    checkout.delete(publish("deleted").number());
    Version taken = publish("died before its commit");
    removeEntry(taken.number());
    checkout.put(Content.of("replaced"));
    checkout.put(Content.of("working copy"));
    String unfinished =
        s3.createMultipartUpload(
                r ->
                    r.bucket(local.bucket())
                        .key("checkout/" + taken.number().padded() + "/checkout"))
            .uploadId();
    s3.uploadPart(
        r ->
            r.bucket(local.bucket())
                .key("checkout/" + taken.number().padded() + "/checkout")
                .uploadId(unfinished)
                .partNumber(1),
        RequestBody.fromString("half"));
    putForeign("checkout/readme");
    putForeign("builds/latest/app.jar");
    putForeign("logs/202601010000");
    awaitNextSecond();

    Set<Reason> reasons =
        EnumSet.of(
            Reason.DELETED, Reason.UNCOMMITTED, Reason.UNUSED_UPLOAD, Reason.UNFINISHED_WRITE);
    assertThat(repo.gc().plan()).as("everything is younger than the periods").isEmpty();
    assertThat(eager.plan().map(Garbage::reason)).containsExactlyInAnyOrderElementsOf(reasons);
    GcReport report = eager.run();
    assertThat(report.failures()).isEmpty();
    assertThat(report.tallies().keySet()).isEqualTo(reasons);
    assertThat(report.total().removed()).isEqualTo(4);
    assertThat(report.of(Reason.UNFINISHED_WRITE).removedBytes()).isEqualTo(4);
    assertThat(eager.plan()).isEmpty();
    assertThat(s3.listMultipartUploads(r -> r.bucket(local.bucket())).uploads()).isEmpty();
    assertThat(s3.listObjectsV2(r -> r.bucket(local.bucket())).contents())
        .extracting(object -> object.key())
        .contains("checkout/readme", "builds/latest/app.jar", "logs/202601010000", ".versioned")
        .hasSize(6);
    assertThat(checkout.readBytes(Latest.LATEST)).asString().isEqualTo("working copy");
    assertThat(repo.fsck().verifyingDigests().violations()).isEmpty();
  }

  @Test
  void uploadThatDiedBeforeItsArtifactWasKnownIsCollected() throws InterruptedException {
    checkout.put(Content.of("like this one"));
    String own = checkout.resolve("$LATEST").key().value();
    // An upload of the library where a crashed put would have left it, and one of another program.
    s3.copyObject(
        r ->
            r.sourceBucket(local.bucket())
                .sourceKey(own)
                .destinationBucket(local.bucket())
                .destinationKey(own.replace("checkout/", "died/")));
    putForeign("died/latest/app.jar");
    awaitNextSecond();
    assertThat(eager.run().of(Reason.UNUSED_UPLOAD).removed()).isEqualTo(1);
    assertThat(s3.listObjectsV2(r -> r.bucket(local.bucket()).prefix("died/")).contents())
        .extracting(object -> object.key())
        .containsExactly("died/latest/app.jar");
  }

  @Test
  void checkFindsMissingBytesOfADeletedArtifact() {
    publish("one");
    checkout.publish(Content.of("two"), p -> p.idempotencyKey("run-2"));
    checkout.deleteAll();
    repo.artifact("only-an-alias").alias("LIVE").pointTo(Latest.LATEST);
    assertThat(repo.fsck().violations()).isEmpty();
    s3.deleteObject(r -> r.bucket(local.bucket()).key("checkout/000000000001/checkout"));
    s3.deleteObject(r -> r.bucket(local.bucket()).key("checkout/000000000002/checkout"));
    removeEntry(VersionNumber.of(2));
    assertThat(repo.fsck().violations())
        .extracting(Violation::kind)
        .containsExactly(
            Violation.Kind.BYTES_MISSING,
            Violation.Kind.KEY_WITHOUT_VERSION,
            Violation.Kind.STATE_WITHOUT_VERSION);
  }

  @Test
  void pruneKeepsWhatTheRulesSay() {
    for (int i = 1; i <= 5; i++) {
      publish("content " + i);
    }
    checkout.alias("LIVE").pointTo(VersionNumber.of(2));
    assertThat(checkout.prune(Retention.newest(2)).run().deleted())
        .extracting(Version::number)
        .containsExactly(VersionNumber.of(3), VersionNumber.of(1));
    assertThat(repo.fsck().verifyingDigests().violations()).isEmpty();
  }
}
