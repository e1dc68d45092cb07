package dev.versioned.testkit.contract;

import static dev.versioned.model.VersionState.DELETED;
import static dev.versioned.testkit.contract.RepositoryFixture.await;
import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.Reservation;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Latest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.Weight;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Deleting and restoring versions, deleting and listing artifacts. */
abstract class RepositoryDeleting {
  abstract RepositoryFixture fixture();

  private Artifact artifact() {
    return fixture().artifact();
  }

  @Test
  void deletedVersionIsGoneUntilItIsRestored() {
    Version first = fixture().publish("a");
    Version second = fixture().publish("b");
    artifact().delete(number(1));
    assertThat(artifact().find(number(1))).isEmpty();
    assertThatThrownBy(() -> artifact().resolve(number(1)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("deleted");
    assertThat(artifact().versions()).containsExactly(second);
    assertThat(artifact().versions(DELETED)).containsExactly(first);

    assertThat(artifact().restore(number(1))).isEqualTo(first);
    assertThat(artifact().restore(number(1))).isEqualTo(first);
    assertThat(artifact().versions()).containsExactly(second, first);
    assertThat(artifact().versions(DELETED)).isEmpty();
    assertThat(artifact().readBytes(number(1))).asString(StandardCharsets.UTF_8).isEqualTo("a");
  }

  @Test
  void deletingSomethingMissingSucceeds() {
    artifact().delete(number(1));
    fixture().publish("a");
    artifact().delete(number(1));
    artifact().delete(number(1));
    artifact().delete(number(2));
    assertThat(artifact().versions()).isEmpty();
  }

  @Test
  void onlyADeletedVersionIsRestored() {
    assertThatThrownBy(() -> artifact().restore(number(1)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(fixture().name() + ":1");
    fixture().assertNothingLeft();
  }

  @Test
  void numberOfADeletedVersionIsNotUsedAgain() {
    fixture().publish("a");
    artifact().delete(number(1));
    assertThat(fixture().publish("a").number()).isEqualTo(number(2));
    artifact().delete(number(2));
    assertThat(fixture().publish("b").number()).isEqualTo(number(3));
  }

  @Test
  void versionThatAnAliasPointsToIsNotDeleted() {
    fixture().publishMany(4);
    artifact().alias("LIVE").pointTo(number(1));
    artifact()
        .alias("BETA")
        .moveTo(
            Routing.weighted(
                number(2), Map.of(number(1), Weight.percent(1), number(3), Weight.percent(0))));
    assertInUse(1, "BETA", "LIVE");
    assertInUse(2, "BETA");
    assertInUse(3, "BETA");
    artifact().delete(number(4));

    artifact().alias("BETA").pointTo(number(2));
    artifact().delete(number(3));
    assertInUse(1, "LIVE");
    artifact().alias("LIVE").delete();
    artifact().delete(number(1));
    assertThat(fixture().versionNumbers()).containsExactly(2L);
  }

  private void assertInUse(long number, String... aliases) {
    assertThatThrownBy(() -> artifact().delete(number(number)))
        .isInstanceOfSatisfying(
            VersionInUseException.class,
            e -> {
              assertThat(e.aliases())
                  .containsExactlyInAnyOrderElementsOf(
                      Stream.of(aliases).map(AliasName::parse).toList());
              assertThat(e)
                  .hasMessage(
                      "Cannot delete "
                          + fixture().name()
                          + ":"
                          + number
                          + ": aliases ["
                          + String.join(", ", aliases)
                          + "] point to it; point them elsewhere first");
            });
    assertThat(artifact().find(number(number))).isPresent();
  }

  @Test
  void artifactWithAliasesIsNotDeleted() {
    fixture().publishMany(2);
    artifact().alias("LIVE").pointTo(number(1));
    artifact().alias("BETA").pointTo(Latest.LATEST);
    assertThatThrownBy(() -> artifact().deleteAll())
        .isInstanceOfSatisfying(
            VersionInUseException.class,
            e ->
                assertThat(e.aliases())
                    .containsExactlyInAnyOrder(AliasName.parse("LIVE"), AliasName.parse("BETA")));
    assertThat(fixture().versionNumbers()).containsExactly(2L, 1L);
    artifact().alias("LIVE").delete();
    artifact().alias("BETA").delete();
    artifact().deleteAll();
    assertThat(artifact().versions()).isEmpty();
  }

  @Test
  void deletedArtifactIsGoneAndItsNumbersAreNeverUsedAgain() {
    List<Version> versions = fixture().publishMany(3);
    artifact().put(Content.of("draft"));
    artifact().deleteAll();
    assertThat(artifact().versions()).isEmpty();
    assertThat(artifact().find(Latest.LATEST)).isEmpty();
    assertThat(artifact().versions(DELETED)).hasSize(3);
    assertListed();
    artifact().deleteAll();

    Version anew = fixture().publish("content of 3");
    assertThat(anew.number()).isEqualTo(number(4));
    assertThat(artifact().versions()).containsExactly(anew);
    assertListed(fixture().name().value());
    assertThat(artifact().restore(number(1))).isEqualTo(versions.get(0));
    assertThat(artifact().readBytes(number(1)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("content of 1");
  }

  @Test
  void emptyArtifactIsListedUntilItIsDeletedAsAWhole() {
    artifact().delete(fixture().publish("a").number());
    assertThat(artifact().versions()).isEmpty();
    assertListed(fixture().name().value());
    artifact().deleteAll();
    assertListed();
  }

  @Test
  void artifactWhoseFirstPublishDidNotFinishIsListed() {
    fixture()
        .catalog()
        .reserve(
            new Reservation(
                fixture().name(),
                new Fingerprint("of what was not committed"),
                "attempt",
                new Reservation.Always(),
                Samples.TIME));
    assertThat(artifact().versions()).isEmpty();
    assertListed(fixture().name().value());
  }

  @Test
  void deletedArtifactComesBackWithAPut() {
    fixture().publish("a");
    artifact().deleteAll();
    artifact().put(Content.of("b"));
    assertListed(fixture().name().value());
    assertThat(artifact().publish().number()).isEqualTo(number(2));
  }

  @Test
  void deletingAnArtifactThatWasNeverThereSucceeds() {
    artifact().deleteAll();
    fixture().assertNothingLeft();
    assertListed();
  }

  @Test
  void artifactsAreListedInAscendingOrder() {
    String name = fixture().name().value();
    fixture().repository().artifact(name + "-b").publish(Content.of("a"));
    fixture().repository().artifact(name + ".c").put(Content.of("a"));
    fixture().repository().artifact(name).publish(Content.of("a"));
    fixture().repository().artifact(name + "a").publish(Content.of("a"));
    // A handle that is only used for reading does not create its artifact.
    fixture().repository().artifact(name + "z").versions().forEach(version -> {});
    assertListed(name, name + "-b", name + ".c", name + "a");
  }

  private void assertListed(String... expected) {
    String prefix = fixture().name().value();
    await(
        List.of(expected) + " are listed",
        () ->
            fixture()
                .repository()
                .artifacts()
                .map(ArtifactName::value)
                .filter(name -> name.startsWith(prefix))
                .toList()
                .equals(List.of(expected)));
  }

  @Test
  void restoringAVersionListsItsArtifactAgain() {
    Version first = fixture().publish("a");
    artifact().deleteAll();
    assertListed();
    artifact().restore(first.number());
    assertListed(fixture().name().value());
    assertThat(artifact().versions()).containsExactly(first);
  }
}
