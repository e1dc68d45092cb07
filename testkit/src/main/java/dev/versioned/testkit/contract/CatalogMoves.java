package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.CatalogFixture.number;
import static dev.versioned.testkit.contract.CatalogFixture.split;
import static dev.versioned.testkit.contract.CatalogFixture.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.AliasMove.Moved;
import dev.versioned.internal.record.AliasMove.NotActive;
import dev.versioned.internal.record.AliasMove.RevisionDiffers;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Latest;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.model.Weight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link Catalog#move}: alias, ledger and references change together or not at all. */
abstract class CatalogMoves {
  abstract CatalogFixture catalog();

  @BeforeEach
  void threeVersions() {
    catalog().commit(1);
    catalog().commit(2);
    catalog().commit(3);
  }

  private void assertReferences(long... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(catalog().references(i + 1)).as("references to %s", i + 1).isEqualTo(expected[i]);
    }
  }

  /** Makes a move that must be refused, and checks that nothing changed. */
  private AliasMove.Result refused(AliasMove move) {
    String alias = move.after().name().value();
    Optional<AliasEntry> before = catalog().find(alias);
    var ledger = catalog().ledger(alias);
    List<VersionEntry> versions = catalog().versions();
    AliasMove.Result result = catalog().move(move);
    assertThat(result).isNotInstanceOf(Moved.class);
    assertThat(catalog().find(alias)).isEqualTo(before);
    assertThat(catalog().ledger(alias)).isEqualTo(ledger);
    assertThat(catalog().versions()).isEqualTo(versions);
    return result;
  }

  @Test
  void createdAliasHasItsRowAndItsReference() {
    assertThat(catalog().find("LIVE")).isEmpty();
    AliasMove move = catalog().plan("LIVE", Optional.empty(), to(1));
    assertThat(catalog().move(move)).isEqualTo(new Moved());
    assertThat(catalog().find("LIVE")).contains(move.after());
    assertThat(catalog().ledger("LIVE")).containsExactly(move.row());
    assertReferences(1, 0, 0);
  }

  @Test
  void referencesGoUpAndDownExactly() {
    catalog().moveTo("LIVE", to(1));
    catalog().moveTo("BETA", split(1, 2, 10));
    assertReferences(2, 1, 0);
    catalog().moveTo("LIVE", split(2, 3, 50));
    assertReferences(1, 2, 1);
    catalog().moveTo("BETA", to(3));
    assertReferences(0, 1, 2);
    catalog().moveTo("LIVE", Routing.to(Latest.LATEST));
    assertReferences(0, 0, 1);
    catalog().moveTo("LIVE", to(3));
    assertReferences(0, 0, 2);
    catalog().delete("BETA");
    catalog().delete("LIVE");
    assertReferences(0, 0, 0);
  }

  @Test
  void countingChangesNothingElseOfAVersion() {
    catalog().moveTo("LIVE", split(1, 2, 10));
    catalog().moveTo("LIVE", to(2));
    assertThat(catalog().find(1)).contains(catalog().entry(1));
    assertThat(catalog().find(2))
        .contains(
            catalog().recordOf(2).in(new VersionStatus(VersionState.ACTIVE, Optional.empty(), 1)));
  }

  @Test
  void changeOfWeightsAloneTouchesNoReferences() {
    catalog().moveTo("LIVE", split(1, 2, 10));
    List<VersionEntry> before = catalog().versions();
    AliasMove move = catalog().moveTo("LIVE", split(1, 2, 50));
    assertThat(move.gained()).isEmpty();
    assertThat(move.released()).isEmpty();
    assertThat(catalog().find("LIVE")).contains(move.after());
    assertThat(catalog().versions()).isEqualTo(before);
  }

  @Test
  void exchangeOfPrimaryAndCanaryTouchesNoReferences() {
    catalog().moveTo("LIVE", split(1, 2, 10));
    catalog().moveTo("LIVE", split(2, 1, 10));
    assertReferences(1, 1, 0);
  }

  @Test
  void moveFromAnotherRevisionReturnsTheCurrentAlias() {
    Optional<AliasEntry> created = Optional.of(catalog().moveTo("LIVE", to(1)).after());
    AliasEntry second = catalog().moveTo("LIVE", to(2)).after();
    assertThat(refused(catalog().plan("LIVE", created, to(3))))
        .isEqualTo(new RevisionDiffers(Optional.of(second)));
    assertThat(refused(catalog().plan("LIVE", Optional.empty(), to(3))))
        .isEqualTo(new RevisionDiffers(Optional.of(second)));
    assertThat(refused(catalog().planDeletion("LIVE", created.get())))
        .isEqualTo(new RevisionDiffers(Optional.of(second)));
  }

  @Test
  void moveOfAMissingAliasIsRefused() {
    AliasMove creation = catalog().plan("LIVE", Optional.empty(), to(1));
    assertThat(refused(catalog().plan("LIVE", Optional.of(creation.after()), to(2))))
        .isEqualTo(new RevisionDiffers(Optional.empty()));
    assertThat(refused(catalog().planDeletion("LIVE", creation.after())))
        .isEqualTo(new RevisionDiffers(Optional.empty()));
  }

  @Test
  void sameMoveAgainFindsItself() {
    AliasMove first = catalog().moveTo("LIVE", to(1));
    assertThat(refused(first)).isEqualTo(new RevisionDiffers(Optional.of(first.after())));
    AliasMove second = catalog().moveTo("LIVE", to(2));
    assertThat(refused(second)).isEqualTo(new RevisionDiffers(Optional.of(second.after())));
    assertThat(catalog().find("LIVE").orElseThrow().moveId()).isEqualTo(second.after().moveId());
  }

  @Test
  void versionsThatAreNotActiveAreNamed() {
    catalog().delete(2);
    catalog().commit(4);
    catalog().delete(4);
    catalog().change(4, VersionState.DELETED, VersionState.EXPIRED);
    Routing routing =
        Routing.weighted(
            number(1),
            LongStream.of(2, 3, 4)
                .boxed()
                .collect(Collectors.toMap(VersionNumber::of, n -> Weight.percent(10))));
    AliasMove creation = catalog().plan("LIVE", Optional.empty(), routing);
    assertThat(refused(creation)).isEqualTo(new NotActive(Set.of(number(2), number(4))));

    catalog().moveTo("LIVE", to(1));
    AliasMove move = catalog().plan("LIVE", catalog().find("LIVE"), split(3, 2, 10));
    assertThat(refused(move)).isEqualTo(new NotActive(Set.of(number(2))));
    catalog().change(2, VersionState.DELETED, VersionState.ACTIVE);
    assertThat(catalog().move(move)).isEqualTo(new Moved());
    assertReferences(0, 1, 1);
  }

  @Test
  void revisionConflictTakesPrecedenceOverState() {
    AliasEntry first = catalog().moveTo("LIVE", to(1)).after();
    catalog().delete(2);
    assertThat(refused(catalog().plan("LIVE", Optional.empty(), split(2, 9, 10))))
        .isEqualTo(new RevisionDiffers(Optional.of(first)));
  }

  @Test
  void deletedAliasKeepsItsRevisionAndContinuesFromIt() {
    AliasMove first = catalog().moveTo("LIVE", split(1, 2, 10));
    AliasMove deletion = catalog().delete("LIVE");
    assertThat(deletion.after().revision()).isEqualTo(2);
    assertThat(catalog().find("LIVE")).contains(deletion.after());
    assertReferences(0, 0, 0);
    assertThat(refused(catalog().plan("LIVE", Optional.empty(), to(1))))
        .isEqualTo(new RevisionDiffers(Optional.of(deletion.after())));

    AliasMove again = catalog().moveTo("LIVE", to(3));
    assertThat(again.after().revision()).isEqualTo(3);
    assertThat(catalog().find("LIVE")).contains(again.after());
    assertThat(catalog().ledger("LIVE")).containsExactly(again.row(), deletion.row(), first.row());
    assertReferences(0, 0, 1);
  }

  @Test
  void aliasesAreEachArtifactsOwn() {
    CatalogFixture other = catalog().of(ArtifactName.parse(catalog().artifact() + "-2"));
    other.commit(1);
    AliasMove here = catalog().moveTo("LIVE", to(1));
    AliasMove there = other.moveTo("LIVE", to(1));
    other.delete("LIVE");
    assertThat(catalog().find("LIVE")).contains(here.after());
    assertThat(catalog().references(1)).isEqualTo(1);
    assertThat(catalog().ledger("LIVE")).containsExactly(here.row());
    assertThat(other.ledger("LIVE")).hasSize(2).endsWith(there.row());
    assertThat(other.references(1)).isZero();
  }

  @Test
  void oneMoveTakesAsManyVersionsAsPromised() {
    int most = Catalog.VERSIONS_PER_MOVE;
    int last = most + most - most / 2;
    Race.forEach(last - 3, i -> catalog().commit(i + 4));
    catalog().moveTo("LIVE", over(1, most));
    assertReferencedAre(1, most);
    // Half of them leave, and the same number enters.
    AliasMove half = catalog().moveTo("LIVE", over(most / 2 + 1, last));
    assertThat(half.gained().size() + half.released().size()).isEqualTo(most);
    assertThat(catalog().find("LIVE")).contains(half.after());
    assertReferencedAre(most / 2 + 1, last);
    catalog().delete("LIVE");
    assertReferencedAre(1, 0);
  }

  private static Routing over(long first, long last) {
    Map<VersionNumber, Weight> weights =
        LongStream.rangeClosed(first + 1, last)
            .mapToObj(VersionNumber::of)
            .collect(Collectors.toMap(Function.identity(), n -> Weight.percent(1)));
    return Routing.weighted(number(first), weights);
  }

  private void assertReferencedAre(long first, long last) {
    assertThat(catalog().versions())
        .allSatisfy(
            entry -> {
              long number = entry.number().value();
              long expected = number >= first && number <= last ? 1 : 0;
              assertThat(((VersionEntry.Committed) entry).references())
                  .as("references to %s", number)
                  .isEqualTo(expected);
            });
  }
}
