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
import dev.versioned.maintenance.Violation;
import dev.versioned.model.BackendException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.signing.SigningKey;
import dev.versioned.testkit.fault.AwsFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Every operation of the library: who may do it, and how it is done, so that its requests can be
 * recorded, or be made with the rights of a role. Version 1 and 2 exist, 2 is the newest, and LIVE
 * points to 1.
 */
enum RecordedOperation {
  RESOLVE("resolve an alias, a number, `$LATEST`", Everybody.MAY) {
    @Override
    void run(Bench bench) {
      bench.artifact.resolve("LIVE");
      bench.artifact.resolve("2");
      bench.artifact.resolve("$LATEST");
    }
  },
  LIST("list versions, aliases, ledger, artifacts", Everybody.MAY) {
    @Override
    void run(Bench bench) {
      assertThat(bench.artifact.versions()).isNotEmpty();
      assertThat(bench.artifact.aliases()).isNotEmpty();
      assertThat(bench.live().ledger()).isNotEmpty();
      assertThat(bench.repo.artifacts()).contains(bench.artifact.name());
    }
  },
  DOWNLOAD("read, download", Everybody.MAY) {
    @Override
    void run(Bench bench) {
      assertThat(bench.artifact.readBytes(VersionNumber.of(1))).isNotEmpty();
      try {
        bench.artifact.download(
            bench.artifact.resolve("2"), Files.createTempDirectory("download").resolve("two"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  FOLLOW("follow an alias", Everybody.MAY) {
    @Override
    void run(Bench bench) {
      try (LiveAlias live = bench.live().watch()) {
        live.refresh();
      }
    }
  },
  READ_LABELS("read the labels of versions", Everybody.MAY) {
    @Override
    void run(Bench bench) {
      assertThat(bench.artifact.labels(VersionNumber.of(2)).values()).isEmpty();
      assertThat(bench.artifact.labels()).isEmpty();
    }
  },
  LABEL("label a version", EnumSet.of(Role.DEPLOYER)) {
    @Override
    void run(Bench bench) {
      assertThat(bench.artifact.label(VersionNumber.of(2), l -> l.add("x")).revision())
          .isEqualTo(1);
    }
  },
  READ_SIGNATURES("read the signatures of a version", Everybody.MAY) {
    @Override
    void prepare(Bench bench) {
      bench.artifact.sign(VersionNumber.of(2), SigningKey.generate());
    }

    @Override
    void run(Bench bench) {
      assertThat(bench.artifact.attestation(VersionNumber.of(2))).contains("signatures");
    }
  },
  READ_ATTESTATIONS("list the attestations of a version", Everybody.MAY) {
    @Override
    void prepare(Bench bench) {
      bench.attach();
    }

    @Override
    void run(Bench bench) {
      assertThat(bench.artifact.attestations(VersionNumber.of(2))).isNotEmpty();
    }
  },
  READ_FLEET("read the reports of followers", Everybody.MAY) {
    @Override
    void run(Bench bench) {
      assertThat(bench.artifact.alias("LIVE").fleet().reports()).isEmpty();
    }
  },
  REPORT("report as a follower: with `reporter.json`", EnumSet.noneOf(Role.class)) {
    @Override
    void run(Bench bench) {
      try (LiveAlias live = bench.artifact.alias("LIVE").watch(w -> w.report())) {
        live.report();
      }
    }
  },
  EXPORT("export an artifact", Everybody.MAY) {
    @Override
    void run(Bench bench) {
      try {
        Path folder = Files.createTempDirectory("export");
        assertThat(bench.repo.exportTo(folder).only(bench.artifact.name()).run().artifacts())
            .isEqualTo(1);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  SIGN("sign a version", EnumSet.of(Role.PUBLISHER)) {
    @Override
    void run(Bench bench) {
      bench.artifact.sign(VersionNumber.of(2), SigningKey.generate());
    }
  },
  ATTACH("attach an attestation to a version", EnumSet.of(Role.PUBLISHER)) {
    @Override
    void run(Bench bench) {
      bench.attach();
    }
  },
  PUBLISH("publish", EnumSet.of(Role.PUBLISHER)) {
    @Override
    void run(Bench bench) {
      bench.artifact.publish(Content.of("new"));
      bench.artifact.publish(Content.of("new"));
    }
  },
  PUBLISH_UNDER_A_KEY("publish under an idempotency key", EnumSet.of(Role.PUBLISHER)) {
    @Override
    void run(Bench bench) {
      bench.artifact.publish(Content.of("new"), p -> p.idempotencyKey("k"));
      bench.artifact.publish(Content.of("new"), p -> p.idempotencyKey("k"));
    }
  },
  PUBLISH_IN_PARTS("publish in parts", EnumSet.of(Role.PUBLISHER)) {
    @Override
    void run(Bench bench) {
      bench.artifact.publish(Content.of(bench.large(1)));
    }
  },
  PUBLISH_RESUMED("publish, resumed", EnumSet.of(Role.PUBLISHER)) {
    @Override
    void prepare(Bench bench) {
      bench.faults.next(1, "CompleteMultipartUpload", AwsFault.answer(403, "AccessDenied"));
      assertThatThrownBy(() -> run(bench)).isInstanceOf(BackendException.class);
    }

    @Override
    void run(Bench bench) {
      bench.artifact.publish(Content.of(bench.large(2)), p -> p.idempotencyKey("k"));
    }
  },
  PUBLISH_A_STREAM("publish a stream", EnumSet.of(Role.PUBLISHER)) {
    @Override
    void run(Bench bench) {
      bench.artifact.publish(Content.stream(new ByteArrayInputStream(bench.large(3))));
    }
  },
  PUT("put `$LATEST`", EnumSet.of(Role.PUBLISHER)) {
    @Override
    void run(Bench bench) {
      bench.artifact.put(Content.of("new"));
      bench.artifact.put(Content.of("newer"));
    }
  },
  PUBLISH_LATEST("publish `$LATEST`", EnumSet.of(Role.PUBLISHER)) {
    @Override
    void prepare(Bench bench) {
      bench.artifact.put(Content.of("new"));
    }

    @Override
    void run(Bench bench) {
      bench.artifact.publish();
    }
  },
  CREATE_ALIAS("create an alias", EnumSet.of(Role.DEPLOYER)) {
    @Override
    void run(Bench bench) {
      bench.artifact.alias("NEXT").pointTo(bench.artifact.resolve("2"));
    }
  },
  MOVE_ALIAS("move, split, promote, describe an alias", EnumSet.of(Role.DEPLOYER)) {
    @Override
    void run(Bench bench) {
      AliasHandle live = bench.live();
      Version one = bench.artifact.resolve("1");
      Version two = bench.artifact.resolve("2");
      live.pointTo(two);
      live.split(one, two, Weight.percent(10));
      live.promote();
      live.describe("what serves");
    }
  },
  ROLL_BACK("roll an alias back", EnumSet.of(Role.DEPLOYER)) {
    @Override
    void prepare(Bench bench) {
      bench.live().pointTo(bench.artifact.resolve("2"));
    }

    @Override
    void run(Bench bench) {
      bench.live().rollback();
    }
  },
  DELETE_ALIAS("delete an alias", EnumSet.of(Role.DEPLOYER)) {
    @Override
    void run(Bench bench) {
      bench.live().delete();
    }
  },
  RELEASE_SET("move a set of aliases", EnumSet.of(Role.DEPLOYER)) {
    @Override
    void prepare(Bench bench) {
      bench.artifact.alias("NEXT").pointTo(bench.artifact.resolve("2"));
    }

    @Override
    void run(Bench bench) {
      bench
          .repo
          .releaseSet()
          .move(bench.live(), bench.artifact.resolve("2"))
          .move(bench.artifact.alias("NEXT"), bench.artifact.resolve("1"))
          .apply();
    }
  },
  ROLL_OUT("start, tick a rollout", EnumSet.of(Role.DEPLOYER)) {
    @Override
    void run(Bench bench) {
      RolloutHandle rollout = bench.live().rollout();
      rollout.start(VersionNumber.of(2), RolloutStrategy.parse("AllAtOnce"));
      rollout.tick(status -> Health.healthy());
    }
  },
  DELETE("delete a version", EnumSet.of(Role.DEPLOYER, Role.JANITOR)) {
    @Override
    void run(Bench bench) {
      bench.artifact.delete(VersionNumber.of(2));
    }
  },
  PRUNE("prune", EnumSet.of(Role.DEPLOYER, Role.JANITOR)) {
    @Override
    void prepare(Bench bench) {
      bench.artifact.publish(Content.of("three"));
    }

    @Override
    void run(Bench bench) {
      var report = bench.artifact.prune(Retention.newest(1).or(Retention.inLedger(5))).run();
      assertThat(report).isNotNull();
    }
  },
  RESTORE("restore a version", EnumSet.of(Role.JANITOR)) {
    @Override
    void prepare(Bench bench) {
      bench.artifact.delete(VersionNumber.of(2));
    }

    @Override
    void run(Bench bench) {
      bench.artifact.restore(VersionNumber.of(2));
    }
  },
  DELETE_ARTIFACT("delete an artifact", EnumSet.of(Role.JANITOR)) {
    @Override
    void prepare(Bench bench) {
      bench.artifact.put(Content.of("new"));
      bench.live().delete();
    }

    @Override
    void run(Bench bench) {
      bench.artifact.deleteAll();
    }
  },
  COLLECT("gc", EnumSet.of(Role.JANITOR)) {
    @Override
    void prepare(Bench bench) {
      bench.litter();
    }

    @Override
    void run(Bench bench) {
      var gc = bench.artifact.gc().withGracePeriod(Duration.ZERO).withUndeleteWindow(Duration.ZERO);
      assertThat(gc.run().failures()).isEmpty();
    }
  },
  PLAN_COLLECTION("gc, dry run", EnumSet.of(Role.PUBLISHER, Role.JANITOR)) {
    @Override
    void prepare(Bench bench) {
      bench.litter();
    }

    @Override
    void run(Bench bench) {
      var gc = bench.artifact.gc().withGracePeriod(Duration.ZERO).withUndeleteWindow(Duration.ZERO);
      // MinIO lists an unfinished upload by its whole key only.
      assertThat(gc.plan()).hasSizeGreaterThan(2);
    }
  },
  CHECK("fsck", EnumSet.of(Role.JANITOR)) {
    @Override
    void run(Bench bench) {
      assertThat(bench.repo.fsck().verifyingDigests().violations()).isEmpty();
    }
  },
  SET_ASIDE("fsck, set aside a record", EnumSet.noneOf(Role.class)) {
    @Override
    void prepare(Bench bench) {
      bench.damageTheNewestRecord();
    }

    @Override
    void run(Bench bench) {
      Violation violation =
          bench
              .artifact
              .fsck()
              .violations()
              .filter(one -> one.kind() == Violation.Kind.RECORD_UNREADABLE)
              .findFirst()
              .orElseThrow();
      bench.repo.fsck().setAside(violation.subject());
    }
  };

  /** Constants cannot be used before an enum's first constant. */
  private static final class Everybody {
    static final Set<Role> MAY = EnumSet.allOf(Role.class);
  }

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // never changed
  private final Set<Role> roles;

  RecordedOperation(String title, Set<Role> roles) {
    this.title = title;
    this.roles = roles;
  }

  String title() {
    return title;
  }

  /** Returns the roles that may do this. */
  Set<Role> roles() {
    return Set.copyOf(roles);
  }

  /** Prepares what the operation needs, with all rights. */
  void prepare(Bench bench) {}

  /** Does it. */
  abstract void run(Bench bench);

  /** An artifact, and what an operation on it may use. */
  static final class Bench {
    final ArtifactRepository repo;
    final Artifact artifact;
    final dev.versioned.testkit.fault.AwsFaults faults;
    private final Access access;

    /** Direct access with all rights. */
    interface Access {
      /** Begins an upload under a key of the artifact. */
      void beginUpload(String key);

      /** Replaces an attribute of an item. */
      void set(Map<String, AttributeValue> key, String attribute, AttributeValue value);
    }

    Bench(
        ArtifactRepository repo,
        Artifact artifact,
        dev.versioned.testkit.fault.AwsFaults faults,
        Access access) {
      this.repo = repo;
      this.artifact = artifact;
      this.faults = faults;
      this.access = access;
    }

    void attach() {
      Version two = artifact.resolve("2");
      artifact.attach(two, Envelopes.provenance(two.digest()));
    }

    AliasHandle live() {
      return artifact.alias("LIVE");
    }

    void begin() {
      Version one = artifact.publish(Content.of("one")).version();
      artifact.publish(Content.of("two"));
      live().pointTo(one);
    }

    byte[] large(int seed) {
      byte[] bytes = new byte[17 << 20];
      new Random(seed).nextBytes(bytes);
      return bytes;
    }

    /** Leaves some garbage of each kind. */
    void litter() {
      access.beginUpload(artifact.name() + "/000000000001/x");
      Version three = artifact.publish(Content.of("three")).version();
      artifact.delete(three.number());
      artifact.put(Content.of("four"));
      artifact.put(Content.of("five"));
      faults.next(1, "PutItem", AwsFault.answer(400, "AccessDeniedException"));
      assertThatThrownBy(() -> artifact.publish(Content.of("six")))
          .isInstanceOf(BackendException.class);
      try {
        Thread.sleep(1100); // S3's clock has whole seconds
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    void damageTheNewestRecord() {
      access.set(
          Map.of(
              "pk", AttributeValue.fromS("VERSIONS#" + artifact.name()),
              "sk", AttributeValue.fromS("000000000002")),
          "sha256",
          AttributeValue.fromS("damaged"));
    }
  }
}
