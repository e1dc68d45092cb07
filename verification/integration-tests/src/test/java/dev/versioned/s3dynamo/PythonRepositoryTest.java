package dev.versioned.s3dynamo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.maintenance.CopyReport;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.s3dynamo.python.PythonExamination;
import dev.versioned.s3dynamo.python.PythonFault;
import dev.versioned.s3dynamo.python.PythonFault.Kind;
import dev.versioned.s3dynamo.python.PythonRepository;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Repositories in the layouts of Python's {@code versioned}, whole and broken, imported. */
class PythonRepositoryTest {
  private static final LocalAws AWS = SharedLocalAws.of(LocalAwsKind.EMBEDDED);

  private final PythonLayout python = new PythonLayout(AWS);
  private final LocalRepository target = LocalRepository.create(AWS);
  private final ArtifactRepository repository = target.repository();
  private final Artifact app = repository.artifact("app");

  @AfterEach
  void remove() {
    python.close();
    target.close();
  }

  private PythonExamination examined(PythonRepository.Builder builder) {
    try (PythonRepository source = builder.build()) {
      return source.examine();
    }
  }

  private CopyReport imported(PythonExamination found) {
    CopyReport report = repository.importForeign(found.artifacts()).run();
    assertThat(repository.fsck().verifyingDigests().violations()).isEmpty();
    return report;
  }

  private Routing routing(String alias) {
    return app.alias(alias).read().routing();
  }

  @Test
  void hybridRepositoryKeepsNumbersTimesAndWeights() {
    python.version("app", "000001", "one");
    python.version("app", "000002", "two");
    python.version("app", "000003", "three");
    python.version("app", "LATEST", "three");
    python.record("app", "000002", PythonLayout.digest("two"), "true");
    python.version("other", "LATEST", "work in progress");
    python.alias(
        "app",
        "prod",
        Map.of(
            "version", "000001", "secondary_version", "000003", "secondary_version_weight", "20"));
    python.alias("app", "dev", Map.of("version", "LATEST"));
    PythonExamination found = examined(python.hybrid());
    assertThat(found.faults()).isEmpty();
    assertThat(imported(found).versions()).isEqualTo(3);

    Version one = app.resolve("1");
    assertThat(app.readBytes(one)).asString().isEqualTo("one");
    assertThat(one.createdAt()).isEqualTo(Instant.parse("2024-05-06T07:08:09Z"));
    assertThat(app.versions().map(Version::id).toList())
        .containsExactly(VersionNumber.of(3), VersionNumber.of(1));
    assertThat(routing("prod"))
        .isEqualTo(
            Routing.weighted(VersionNumber.of(1), Map.of(VersionNumber.of(3), Weight.percent(20))));
    assertThat(app.alias("prod").ledger().toList())
        .singleElement()
        .satisfies(row -> assertThat(row.reason()).contains("Python's versioned in s3://"));
    assertThat(app.resolve("$LATEST").id()).isEqualTo(VersionNumber.of(3));
    Artifact other = repository.artifact("other");
    assertThat(other.readBytes(other.resolve("$LATEST"))).asString().startsWith("work");
    app.restore(VersionNumber.of(2));
    assertThat(app.readBytes(app.resolve("2"))).asString().isEqualTo("two");
    assertThat(app.publish(Content.of("three".getBytes(UTF_8))).version().number())
        .isEqualTo(VersionNumber.of(3));
    assertThat(app.publish(Content.of("four")).version().number()).isEqualTo(VersionNumber.of(4));
    assertThat(app.resolve("$LATEST").number()).isEqualTo(VersionNumber.of(4));
  }

  @Test
  void s3OnlyRepositoryIsImported() {
    python.object("app/versions/999999_000001.zip", "one", Map.of("owner", "team"));
    python.object("app/versions/999995_000005.zip", "five", Map.of());
    python.object("app/versions/000000_LATEST.zip", "six", Map.of());
    python.alias(
        "app/aliases/prod.json",
        "{\"version\": \"5\", \"secondary_version\": \"1\", \"secondary_version_weight\": 1}");
    python.alias(
        "app/aliases/zero.json",
        "{\"version\": \"5\", \"secondary_version\": \"1\", \"secondary_version_weight\": 0}");
    PythonExamination found = examined(python.s3Only().suffix(".zip"));
    assertThat(found.faults()).isEmpty();
    imported(found);

    assertThat(app.resolve("1").metadata()).isEqualTo(Map.of("owner", "team"));
    assertThat(app.resolve("1").fileName()).isEqualTo("app.zip");
    assertThat(app.readBytes(app.resolve("$LATEST"))).asString().isEqualTo("six");
    assertThat(routing("prod").toString()).isEqualTo("5=99% 1=1%");
    assertThat(routing("zero").toString()).isEqualTo("5=100%");
    assertThat(app.publish(Content.of("six")).version().number()).isEqualTo(VersionNumber.of(6));
  }

  @Test
  void whatIsBrokenIsListedAndLeftOut() {
    python.version("app", "000001", "one");
    python.record("app", "000002", PythonLayout.digest("lost"), "false");
    python.object("app/000003", "unrecorded", Map.of());
    python.version("app", "000004", "four");
    python.record("app", "000004", PythonLayout.digest("raced"), "false");
    python.item("app", "000005", Map.of("is_deleted", "false"));
    python.item("app", "000009", Map.of("is_deleted", "true"));
    python.object("app/000010", "ten", Map.of("-begins", "x"));
    python.record("app", "000010", PythonLayout.digest("ten"), "false");
    python.object("app/notes.txt", "x", Map.of());
    python.item("app", "seven", Map.of());
    python.version("_bad", "LATEST", "x");
    python.alias("app", "lost", Map.of("version", "000002"));
    python.alias("app", "gone", Map.of("version", "000009"));
    python.alias("app", "1", Map.of("version", "000001"));
    python.alias("app", "none", Map.of("version", "000001", "secondary_version_weight", "5"));
    python.alias(
        "app",
        "much",
        Map.of(
            "version", "000001", "secondary_version", "000010", "secondary_version_weight", "100"));
    python.alias(
        "app",
        "mixed",
        Map.of(
            "version", "000001", "secondary_version", "LATEST", "secondary_version_weight", "5"));
    python.version("app", "LATEST", "latest");
    python.alias("app", "good", Map.of("version", "000010"));
    python.item("__app-alias", "empty", Map.of());
    PythonExamination found = examined(python.hybrid());
    assertThat(found.faults())
        .extracting(PythonFault::kind, PythonFault::subject)
        .containsExactlyInAnyOrder(
            tuple(Kind.OBJECT_MISSING, "app:2"),
            tuple(Kind.RECORD_MISSING, "app:3"),
            tuple(Kind.DIGEST_DIFFERS, "app:4"),
            tuple(Kind.RECORD_UNREADABLE, "app:5"),
            tuple(Kind.METADATA_INVALID, "app:10"),
            tuple(Kind.UNKNOWN, "object versioned-artifacts/app/notes.txt"),
            tuple(Kind.UNKNOWN, "item app/seven"),
            tuple(Kind.NAME_INVALID, "_bad"),
            tuple(Kind.ALIAS_DANGLING, "app:lost"),
            tuple(Kind.ALIAS_DANGLING, "app:gone"),
            tuple(Kind.NAME_INVALID, "app:1"),
            tuple(Kind.ALIAS_INVALID, "app:none"),
            tuple(Kind.ALIAS_INVALID, "app:much"),
            tuple(Kind.ALIAS_INVALID, "app:mixed"),
            tuple(Kind.RECORD_UNREADABLE, "app:empty"));
    imported(found);

    assertThat(app.versions().map(Version::toString)).containsExactly("app:10", "app:1");
    assertThat(routing("good").toString()).isEqualTo("10=100%");
    assertThat(app.aliases()).hasSize(1);
    assertThat(app.publish(Content.of("new")).version().number()).isEqualTo(VersionNumber.of(11));
  }

  @Test
  void brokenAliasFileIsListed() {
    python.object("app/versions/999999_000001", "one", Map.of());
    python.object("app/versions/999999_000002", "two", Map.of());
    python.alias("app/aliases/prod.json", "{");
    python.alias("app/aliases/dev.json", "{\"version\": null}");
    assertThat(examined(python.s3Only()).faults())
        .extracting(PythonFault::kind, PythonFault::subject)
        .containsExactlyInAnyOrder(
            tuple(Kind.RECORD_UNREADABLE, "app:prod"),
            tuple(Kind.RECORD_UNREADABLE, "app:dev"),
            tuple(Kind.UNKNOWN, "object versioned-artifacts/app/versions/999999_000002"));
  }

  @Test
  void importIsRepeatableAndReplacesNothing() {
    python.version("app", "000001", "one");
    python.version("app", "LATEST", "next");
    python.alias("app", "prod", Map.of("version", "000001"));
    imported(examined(python.hybrid()));
    CopyReport again = imported(examined(python.hybrid()));
    assertThat(again.versions()).isZero();
    assertThat(again.versionsSkipped()).isEqualTo(1);
    assertThat(again.recordsSkipped()).isPositive();

    python.version("app", "000001", "another one");
    assertThatThrownBy(() -> imported(examined(python.hybrid())))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(app.readBytes(app.resolve("1"))).asString().isEqualTo("one");
  }

  @Test
  void otherArtifactsAreNeitherReadNorReported() {
    python.version("app", "000001", "one");
    python.record("other", "000001", PythonLayout.digest("lost"), "false");
    python.item("other", "seven", Map.of());
    python.item("__other-alias", "empty", Map.of());
    python.object("other/notes.txt", "x", Map.of());
    python.version("_bad", "LATEST", "x");
    try (PythonRepository source = python.hybrid().build()) {
      PythonExamination found = source.examine(ArtifactName.parse("app")::equals);
      assertThat(found.faults()).isEmpty();
      assertThat(found.artifacts()).hasSize(1);
    }
  }

  @Test
  void tagsBecomeMetadata() {
    python.version("app", "000001", "one");
    try (S3Client s3 = AWS.s3Builder(new TaggedObjects()).build();
        PythonRepository source = python.hybrid().s3(s3).build()) {
      PythonExamination found = source.examine();
      assertThat(found.faults())
          .singleElement()
          .satisfies(
              fault -> {
                assertThat(fault.kind()).isEqualTo(Kind.METADATA_INVALID);
                assertThat(fault.detail()).contains("tag:cost center");
              });
      imported(found);
    }
    assertThat(app.resolve("1").metadata()).isEqualTo(Map.of("tag:team", "red"));
  }
}
