package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.RolloutHandle;
import dev.versioned.maintenance.Retention;
import dev.versioned.model.BackendException;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.signing.SigningKey;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.fault.AwsFault;
import dev.versioned.testkit.fault.AwsFaults;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The permissions that the manual lists for a role are exactly those that its requests need. Local
 * servers allow everything, so the test inspects the requests.
 */
class PermissionsTest {
  private static final LocalRepository LOCAL =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));

  private final UsedPermissions permissions = new UsedPermissions();
  private final AwsFaults faults = new AwsFaults();
  private final Intercepted open =
      Intercepted.open(LOCAL, settings -> settings, permissions, faults);
  private final S3Client s3 = open.s3();
  private final ArtifactRepository repo = open.repo();
  private final Artifact artifact = open.artifact();

  @TempDir private Path directory;

  @AfterAll
  static void remove() {
    LOCAL.close();
  }

  @AfterEach
  void close() {
    open.close();
  }

  private static byte[] large(int seed) {
    byte[] bytes = new byte[17 << 20];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Version publish(String text) {
    return artifact.publish(Content.of(text)).version();
  }

  /**
   * Returns the artifact in another process: its first write checks the binding of table and
   * bucket.
   */
  private Artifact inAnotherProcess() {
    return LOCAL.open(s3, open.dynamoDb(), settings -> settings).artifact(artifact.name());
  }

  private void assertNeeds(String role, Runnable work) {
    assertThat(permissions.during(work)).as(role).isEqualTo(DocumentedPermissions.of(role));
  }

  @Test
  void publishing() {
    assertNeeds(
        "publish",
        () -> {
          publish("one");
          publish("one");
          artifact.publish(Content.of("two"), p -> p.idempotencyKey("k"));
          artifact.publish(Content.of("two"), p -> p.idempotencyKey("l"));
          artifact.publish(Content.of(large(1)));
          // One upload is aborted, another is left incomplete and resumed.
          faults.next(1, "CompleteMultipartUpload", AwsFault.answer(403, "AccessDenied"));
          assertThatThrownBy(() -> artifact.publish(Content.of(large(4))))
              .isInstanceOf(BackendException.class);
          faults.next(1, "CompleteMultipartUpload", AwsFault.answer(403, "AccessDenied"));
          assertThatThrownBy(
                  () -> artifact.publish(Content.of(large(2)), p -> p.idempotencyKey("m")))
              .isInstanceOf(BackendException.class);
          artifact.publish(Content.of(large(2)), p -> p.idempotencyKey("m"));
          artifact.publish(Content.stream(new ByteArrayInputStream(large(3))));
          artifact.put(Content.of("three"));
          artifact.publish();
        });
  }

  @Test
  void movingAliases() {
    Version v1 = publish("one");
    Version v2 = publish("two");
    assertNeeds(
        "move aliases",
        () -> {
          AliasHandle first = inAnotherProcess().alias("FIRST");
          first.pointTo(v1);
          first.delete();
          AliasHandle live = artifact.alias("LIVE");
          live.pointTo(v1);
          live.split(v1, v2, Weight.percent(10));
          live.promote();
          live.rollback();
          live.describe("what serves");
          assertThat(live.ledger()).isNotEmpty();
          assertThat(artifact.aliases()).hasSize(1);
          AliasHandle next = artifact.alias("NEXT");
          next.pointTo(v2);
          // A version that one alias gains and another loses is checked, and not counted.
          repo.releaseSet().move(live, v2).move(next, v1).apply();
          RolloutHandle rollout = live.rollout();
          rollout.start(v1.number(), RolloutStrategy.parse("AllAtOnce"));
          rollout.tick(status -> Health.healthy());
          next.delete();
        });
  }

  @Test
  void listingRollouts() {
    publish("one");
    Version v2 = publish("two");
    for (String name : List.of("LIVE", "NEXT")) {
      AliasHandle alias = artifact.alias(name);
      alias.pointTo(VersionNumber.of(1));
      alias.rollout().start(v2, RolloutStrategy.allAtOnce());
    }
    ArtifactRepository small =
        LOCAL.open(s3, open.dynamoDb(), settings -> settings.withPageSize(1));
    assertNeeds(
        "list rollouts",
        () -> assertThat(small.rollouts().filter(one -> isOf(one, artifact))).hasSize(2));
  }

  private static boolean isOf(RolloutStatus rollout, Artifact artifact) {
    return rollout.alias().artifact().equals(artifact.name());
  }

  @Test
  void readingAndRouting() {
    Version v1 = publish("one");
    Version v2 = artifact.publish(Content.of(large(4))).version();
    artifact.alias("LIVE").split(v1, v2, Weight.percent(10));
    assertNeeds(
        "read, route",
        () -> {
          artifact.resolve("1");
          artifact.resolve("LIVE");
          artifact.resolve("$LATEST");
          assertThat(artifact.versions()).hasSize(2);
          assertThat(artifact.aliases()).hasSize(1);
          assertThat(artifact.labels(v1).values()).isEmpty();
          assertThat(artifact.labels()).isEmpty();
          assertThat(artifact.alias("LIVE").ledger()).hasSize(1);
          assertThat(repo.artifacts()).contains(artifact.name());
          artifact.download(v1, directory.resolve("one"));
          artifact.download(v2, directory.resolve("two"));
          try (LiveAlias live = artifact.alias("LIVE").watch()) {
            live.refresh();
          }
        });
  }

  @Test
  void reporting() {
    artifact.alias("LIVE").pointTo(publish("one"));
    AliasHandle alias = artifact.alias("LIVE");
    // One report in 128 counts its shard, as a reader of the fleet does.
    assertNeeds(
        "report",
        () -> {
          try (LiveAlias live = alias.watch(w -> w.report())) {
            live.report();
          }
          assertThat(alias.fleet().reports()).hasSize(1);
        });
    assertNeeds("fleet", () -> assertThat(alias.fleet().behind()).isEmpty());
  }

  @Test
  void deleting() {
    Version v1 = publish("one");
    Version v2 = publish("two");
    AliasHandle live = artifact.alias("LIVE");
    live.pointTo(v1);
    artifact.put(Content.of("three"));
    assertNeeds(
        "delete",
        () -> {
          inAnotherProcess().delete(v2.number());
          assertThatThrownBy(() -> artifact.delete(v1.number()))
              .isInstanceOf(VersionInUseException.class);
        });
    assertNeeds("restore", () -> inAnotherProcess().restore(v2.number()));
    live.delete();
    assertNeeds("delete an artifact", () -> inAnotherProcess().deleteAll());
  }

  /** Leaves some garbage of each kind. */
  private void litter() throws InterruptedException {
    s3.createMultipartUpload(
        r -> r.bucket(LOCAL.bucket()).key(artifact.name() + "/000000000001/x"));
    publish("one");
    Version v2 = publish("two");
    publish("three");
    artifact.delete(v2.number());
    artifact.put(Content.of("four"));
    artifact.put(Content.of("five"));
    faults.next(1, "PutItem", AwsFault.answer(400, "AccessDeniedException"));
    assertThatThrownBy(() -> publish("six")).isInstanceOf(BackendException.class);
    TimeUnit.SECONDS.sleep(1); // S3's clock has whole seconds
  }

  @Test
  void collecting() throws InterruptedException {
    litter();
    var gc = artifact.gc().withGracePeriod(Duration.ZERO).withUndeleteWindow(Duration.ZERO);
    assertNeeds("gc, dry run", () -> assertThat(gc.plan()).hasSizeGreaterThan(3));
    assertNeeds("gc", () -> assertThat(gc.run().failures()).isEmpty());
  }

  @Test
  void checking() throws InterruptedException {
    litter();
    artifact.publish(Content.of("seven"), p -> p.idempotencyKey("k"));
    artifact.alias("LIVE").pointTo(publish("eight"));
    assertNeeds("fsck", () -> assertThat(repo.fsck().verifyingDigests().violations()).isEmpty());
  }

  @Test
  void pruning() {
    publish("one");
    artifact.alias("LIVE").pointTo(publish("two"));
    artifact.alias("LIVE").pointTo(publish("three"));
    publish("four");
    assertNeeds(
        "prune",
        () ->
            assertThat(artifact.prune(Retention.newest(1).or(Retention.inLedger(5))).run())
                .isNotNull());
  }

  @Test
  void examining() {
    assertNeeds(
        "examine",
        () -> {
          assertThat(repo.binding().examine().isSound()).isTrue();
          assertThat(repo.binding().recordExamined()).isTrue();
        });
  }

  @Test
  void labelling() {
    Version version = publish("one");
    assertNeeds(
        "label", () -> assertThat(inAnotherProcess().label(version, l -> l.add("x"))).isNotNull());
  }

  @Test
  void signing() {
    Version version = publish("one");
    artifact.alias("LIVE").pointTo(version);
    SigningKey key = SigningKey.generate();
    assertNeeds("sign", () -> artifact.sign(version.number(), key));
    assertNeeds(
        "attach", () -> artifact.attach(version.number(), Envelopes.provenance(version.digest())));
    Artifact trusting =
        LOCAL
            .open(
                s3,
                open.dynamoDb(),
                settings -> settings.withTrustPolicy(TrustPolicy.of(key.verifyingKey())))
            .artifact(artifact.name());
    assertThat(permissions.during(() -> trusting.requireTrusted(version)))
        .isEqualTo(Map.of("SIGNATURES#*", Set.of("GetItem")));
    assertNeeds(
        "trust",
        () -> {
          assertThatThrownBy(() -> trusting.requireTrusted(unsigned(version)))
              .isInstanceOf(UntrustedVersionException.class);
        });
  }

  /** Returns a version whose record the signature does not fit. */
  private static Version unsigned(Version version) {
    return new Version(
        version.artifact(),
        version.id(),
        version.digest(),
        version.sizeBytes(),
        version.contentType(),
        version.fileName(),
        "changed",
        version.metadata(),
        version.createdAt(),
        version.createdBy(),
        version.key(),
        version.place());
  }

  @Test
  void copying() {
    Path export = directory.resolve("export");
    Version v1 = artifact.publish(Content.of("one"), p -> p.idempotencyKey("k")).version();
    Version v2 = publish("two");
    publish("three");
    artifact.delete(v2.number());
    artifact.publish(Content.of(large(7)));
    artifact.put(Content.of("four"));
    artifact.alias("LIVE").pointTo(v1, u -> u.idempotencyKey("m"));
    artifact.sign(v1, SigningKey.generate());
    assertThat(artifact.label(v1, l -> l.add("x")).revision()).isEqualTo(1);
    assertNeeds(
        "export, copy from",
        () ->
            assertThat(repo.exportTo(export).startingWith(artifact.name().value()).run().versions())
                .isEqualTo(4));
    publish("more");
    Path later = directory.resolve("later");
    assertThat(repo.exportTo(later).only(artifact.name()).run().versions()).isEqualTo(5);
    try (LocalRepository target = LocalRepository.create(LOCAL.aws());
        ArtifactRepository to = target.open(s3, open.dynamoDb(), settings -> settings)) {
      assertNeeds(
          "import, copy to",
          () -> {
            // An upload is left incomplete and resumed.
            faults.next(1, "CompleteMultipartUpload", AwsFault.answer(403, "AccessDenied"));
            assertThatThrownBy(() -> to.importFrom(export).run())
                .isInstanceOf(BackendException.class);
            assertThat(to.importFrom(export).run().artifacts()).isEqualTo(1);
            assertThat(to.importFrom(export).run().versions()).isZero();
            assertThat(to.importFrom(later).run().versions()).isEqualTo(1);
          });
    }
  }
}
