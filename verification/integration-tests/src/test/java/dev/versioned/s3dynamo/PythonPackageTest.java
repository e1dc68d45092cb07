package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.versioned.Artifact;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.s3dynamo.python.PythonExamination;
import dev.versioned.s3dynamo.python.PythonFault;
import dev.versioned.s3dynamo.python.PythonFault.Kind;
import dev.versioned.s3dynamo.python.PythonRepository;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Repositories that Python's {@code versioned} itself made, of both kinds, with their faults. */
@Tag("full")
class PythonPackageTest {
  private static final LocalAws AWS = SharedLocalAws.of(LocalAwsKind.EMBEDDED);
  private static final Path SCRIPTS = Path.of("src", "test", "python");
  private static final String NAME = "from-python-" + UUID.randomUUID();

  @BeforeAll
  static void fill() throws Exception {
    Python.Outcome filled =
        Python.with(AWS, "python", SCRIPTS.resolve("requirements.txt"))
            .run(Map.of(), SCRIPTS.resolve("fill.py").toString(), NAME, NAME);
    assertThat(filled.code()).as(filled.text()).isZero();
  }

  @AfterAll
  static void remove() {
    if (AWS.dynamoDb().listTables().tableNames().contains(NAME)) {
      AWS.dynamoDb().deleteTable(r -> r.tableName(NAME));
    }
  }

  private static PythonRepository.Builder alone() {
    return PythonRepository.builder().bucket(NAME).s3(AWS.s3()).suffix(".txt").prefix("alone");
  }

  private static PythonRepository.Builder hybrid() {
    return alone().prefix("hybrid").table(NAME).dynamoDb(AWS.dynamoDb());
  }

  @Test
  void hybridRepositoryIsImportedAndItsFaultsListed() {
    PythonExamination found;
    try (PythonRepository source = hybrid().build();
        LocalRepository target = LocalRepository.create(AWS)) {
      found = source.examine();
      target.repository().importForeign(found.artifacts()).run();
      assertApp(target);
      Artifact app = target.repository().artifact("app");
      // A deleted version of this kind has its bytes.
      assertThat(app.readBytes(app.restore(VersionNumber.of(2)))).asString().isEqualTo("content 2");
      Artifact broken = target.repository().artifact("broken");
      assertThat(broken.versions()).isEmpty();
      assertThat(broken.resolve("$LATEST").digest().hex())
          .isEqualTo(PythonLayout.digest("broken 3"));
    }
    assertThat(found.faults())
        .extracting(PythonFault::kind, PythonFault::subject)
        .containsExactlyInAnyOrder(
            tuple(Kind.ALIAS_DANGLING, "app:dangling"),
            tuple(Kind.OBJECT_MISSING, "broken:1"),
            tuple(Kind.DIGEST_DIFFERS, "broken:2"),
            tuple(Kind.RECORD_MISSING, "broken:3"),
            tuple(Kind.ALIAS_DANGLING, "broken:prod"));
  }

  @Test
  void s3OnlyRepositoryIsImportedAndItsFaultsListed() {
    PythonExamination found;
    try (PythonRepository source = alone().build();
        LocalRepository target = LocalRepository.create(AWS)) {
      found = source.examine();
      target.repository().importForeign(found.artifacts()).run();
      assertApp(target);
      assertThat(target.repository().artifact("app").find("2")).isEmpty();
      assertThat(target.repository().artifact("broken").versions().map(Version::toString))
          .containsExactly("broken:3");
    }
    assertThat(found.faults())
        .extracting(PythonFault::kind, PythonFault::subject)
        .containsExactlyInAnyOrder(
            tuple(Kind.ALIAS_DANGLING, "app:dangling"),
            tuple(Kind.DIGEST_DIFFERS, "broken:2"),
            tuple(Kind.RECORD_UNREADABLE, "broken:half"),
            tuple(Kind.ALIAS_DANGLING, "broken:prod"));
  }

  private static void assertApp(LocalRepository target) {
    assertThat(target.repository().fsck().verifyingDigests().violations()).isEmpty();
    Artifact app = target.repository().artifact("app");
    assertThat(app.versions().map(Version::toString)).containsExactly("app:4", "app:3", "app:1");
    for (int number : List.of(1, 3, 4)) {
      Version version = app.resolve(Integer.toString(number));
      assertThat(app.readBytes(version)).asString().isEqualTo("content " + number);
      assertThat(version.metadata()).containsEntry("build", Integer.toString(number));
      assertThat(version.fileName()).isEqualTo("app.txt");
    }
    assertThat(app.readBytes(app.resolve("$LATEST"))).asString().isEqualTo("in work");
    assertThat(app.aliases().map(alias -> alias.name() + " " + alias.routing()))
        .containsExactly("canary 3=80% 4=20%", "dev $LATEST=100%", "prod 1=100%");
    Artifact draft = target.repository().artifact("draft");
    assertThat(draft.readBytes(draft.resolve("$LATEST"))).asString().isEqualTo("a draft");
  }
}
