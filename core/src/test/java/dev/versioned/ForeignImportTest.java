package dev.versioned;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.maintenance.ForeignAlias;
import dev.versioned.maintenance.ForeignArtifact;
import dev.versioned.maintenance.ForeignVersion;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.Latest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.Target;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Artifacts that no repository of this library has published. */
class ForeignImportTest {
  private static final ArtifactName NAME = ArtifactName.parse("app");
  private static final Instant THEN = Instant.parse("2024-01-02T03:04:05Z");

  private final ArtifactRepository repository = ArtifactRepository.inMemory();
  private final Artifact app = repository.artifact(NAME);

  private static ForeignVersion version(Target id, String recorded, String content) {
    return new ForeignVersion(
        id,
        Digest.of(recorded.getBytes(UTF_8)),
        recorded.length(),
        "text/plain",
        "app.txt",
        new TreeMap<>(Map.of("build", "7")),
        THEN,
        Optional.empty(),
        () -> new ByteArrayInputStream(content.getBytes(UTF_8)));
  }

  private static ForeignVersion version(int number, String content) {
    return version(VersionNumber.of(number), content, content);
  }

  private static ForeignVersion deleted(ForeignVersion version) {
    return new ForeignVersion(
        version.id(),
        version.digest(),
        version.sizeBytes(),
        version.contentType(),
        version.fileName(),
        version.metadata(),
        version.createdAt(),
        Optional.of(THEN),
        version.bytes());
  }

  private static ForeignAlias alias(String name, Target target) {
    return new ForeignAlias(AliasName.parse(name), Routing.to(target), THEN);
  }

  private static ForeignArtifact artifact(
      long lastNumber, List<ForeignVersion> versions, List<ForeignAlias> aliases) {
    return new ForeignArtifact(NAME, "elsewhere", THEN, lastNumber, versions, aliases);
  }

  private long imported(ForeignArtifact artifact) {
    return repository.importForeign(List.of(artifact)).run().versions();
  }

  @Test
  void everythingIsImportedOnce() {
    ForeignArtifact artifact =
        artifact(
            5,
            List.of(
                version(1, "one"),
                deleted(version(3, "three")),
                version(Latest.LATEST, "work", "work")),
            List.of(alias("b", VersionNumber.of(1)), alias("a", Latest.LATEST)));
    assertThat(imported(artifact)).isEqualTo(2);
    assertThat(imported(artifact)).isZero();
    assertThat(repository.fsck().verifyingDigests().violations()).isEmpty();
    assertThat(app.versions().map(Version::toString)).containsExactly("app:1");
    assertThat(app.versions(VersionState.DELETED).map(Version::toString)).containsExactly("app:3");
    assertThat(app.readBytes(app.resolve("a"))).asString(UTF_8).isEqualTo("work");
    assertThat(app.resolve("b").createdAt()).isEqualTo(THEN);
    assertThat(app.alias("b").ledger().toList())
        .singleElement()
        .satisfies(row -> assertThat(row.reason()).isEqualTo("imported from elsewhere"));
    assertThat(app.alias("b").pointTo(app.publish(Content.of("new")).version()).revision())
        .isEqualTo(2);
    assertThat(app.alias("b").rollback().routing()).isEqualTo(Routing.to(VersionNumber.of(1)));
    assertThat(app.resolve("$LATEST").number()).isEqualTo(VersionNumber.of(6));
  }

  @Test
  void bytesThatAreNotTheRecordedOnesAreRefused() {
    ForeignVersion other = version(VersionNumber.of(1), "one", "two");
    assertThatThrownBy(() -> imported(artifact(1, List.of(other), List.of())))
        .isInstanceOf(CorruptContentException.class);
    assertThat(app.versions()).isEmpty();
  }

  @Test
  void aliasOfAMissingOrDeletedVersionIsRefused() {
    for (List<ForeignVersion> versions :
        List.of(List.<ForeignVersion>of(), List.of(deleted(version(1, "one"))))) {
      ForeignArtifact artifact = artifact(1, versions, List.of(alias("a", VersionNumber.of(1))));
      assertThatThrownBy(() -> imported(artifact))
          .isInstanceOf(UnreadableContentException.class)
          .hasMessageContaining("alias a points to version 1");
    }
    assertThat(repository.artifacts()).isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefusedAtTheDoor() {
    ForeignVersion one = version(1, "one");
    assertThatThrownBy(() -> artifact(0, List.of(one), List.of()))
        .hasMessageContaining("version 1 is after 0");
    assertThatThrownBy(() -> artifact(1, List.of(one, one), List.of()))
        .hasMessageContaining("given twice");
    ForeignArtifact artifact = artifact(1, List.of(one), List.of());
    assertThatThrownBy(() -> repository.importForeign(List.of(artifact, artifact)))
        .hasMessageContaining("twice");
    assertThatThrownBy(
            () ->
                repository.importForeign(List.of(artifact)).only(ArtifactName.parse("none")).run())
        .isInstanceOf(NotFoundException.class);
  }
}
