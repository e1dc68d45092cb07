package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.CatalogFixture.number;
import static dev.versioned.testkit.contract.CatalogFixture.split;
import static dev.versioned.testkit.contract.CatalogFixture.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.AliasMoveSet;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Routing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@link dev.versioned.internal.catalog.Catalog#moveAll}: several aliases change together or not at
 * all.
 */
abstract class CatalogMoveSets {
  abstract CatalogFixture catalog();

  /** Returns how often callers race for the same aliases. */
  abstract int rounds();

  private CatalogFixture other() {
    return catalog().of(ArtifactName.parse(catalog().artifact() + "-2"));
  }

  @BeforeEach
  void threeVersionsOfTwoArtifacts() {
    for (int i = 1; i <= 3; i++) {
      catalog().commit(i);
      other().commit(i);
    }
  }

  private static AliasMove plan(CatalogFixture of, String alias, Routing routing) {
    return of.plan(alias, of.find(alias), routing);
  }

  private AliasMoveSet.Result moveAll(AliasMove... moves) {
    AliasMoveSet set = new AliasMoveSet(List.of(moves));
    return CatalogFixture.retry(
        () -> catalog().store().moveAll(set), result -> result instanceof AliasMoveSet.Contended);
  }

  private void assertThere(CatalogFixture of, AliasMove move) {
    String alias = move.after().name().value();
    assertThat(of.find(alias)).contains(move.after());
    assertThat(of.ledger(alias)).first().isEqualTo(move.row());
  }

  @Test
  void aliasesOfSeveralArtifactsMoveTogether() {
    AliasMove one = plan(catalog(), "LIVE", to(1));
    AliasMove two = plan(other(), "LIVE", split(2, 3, 10));
    assertThat(moveAll(one, two)).isEqualTo(new AliasMoveSet.Moved());
    assertThere(catalog(), one);
    assertThere(other(), two);
    assertThat(catalog().references(1)).isEqualTo(1);
    assertThat(catalog().references(2)).isZero();
    assertThat(other().references(2)).isEqualTo(1);
    assertThat(other().references(3)).isEqualTo(1);
  }

  @Test
  void aliasesOfOneArtifactCountTogether() {
    moveAll(plan(catalog(), "A", to(1)), plan(catalog(), "B", to(1)), plan(catalog(), "C", to(2)));
    assertThat(catalog().references(1)).isEqualTo(2);
    assertThat(catalog().references(2)).isEqualTo(1);
    // Two aliases leave version 1 and one enters it; one leaves version 2 and one enters it.
    AliasMove a = plan(catalog(), "A", to(2));
    AliasMove b = plan(catalog(), "B", to(3));
    AliasMove c = plan(catalog(), "C", to(1));
    assertThat(moveAll(a, b, c)).isEqualTo(new AliasMoveSet.Moved());
    assertThat(catalog().references(1)).isEqualTo(1);
    assertThat(catalog().references(2)).isEqualTo(1);
    assertThat(catalog().references(3)).isEqualTo(1);
    assertThere(catalog(), a);
    assertThere(catalog(), b);
    assertThere(catalog(), c);
  }

  @Test
  void oneAtAnotherRevisionRefusesThemAll() {
    catalog().moveTo("LIVE", to(1));
    AliasMove stale = plan(catalog(), "LIVE", to(2));
    AliasEntry now = catalog().moveTo("LIVE", to(3)).after();
    AliasMove fine = plan(other(), "LIVE", to(1));
    assertThat(moveAll(fine, stale))
        .isEqualTo(
            new AliasMoveSet.Refused(stale, new AliasMove.RevisionDiffers(Optional.of(now))));
    assertThat(other().find("LIVE")).isEmpty();
    assertThat(other().ledger("LIVE")).isEmpty();
    assertThat(other().references(1)).isZero();
    assertThat(catalog().find("LIVE")).contains(now);
    assertThat(catalog().references(2)).isZero();
  }

  @Test
  void oneVersionThatIsNotActiveRefusesThemAll() {
    other().delete(2);
    AliasMove fine = plan(catalog(), "LIVE", to(2));
    AliasMove dead = plan(other(), "LIVE", split(1, 2, 10));
    assertThat(moveAll(fine, dead))
        .isEqualTo(new AliasMoveSet.Refused(dead, new AliasMove.NotActive(Set.of(number(2)))));
    assertThat(catalog().find("LIVE")).isEmpty();
    assertThat(catalog().references(2)).isZero();
    assertThat(other().find("LIVE")).isEmpty();
    assertThat(other().references(1)).isZero();
  }

  @Test
  void revisionConflictTakesPrecedenceOverState() {
    catalog().moveTo("LIVE", to(1));
    AliasMove stale = catalog().plan("LIVE", Optional.empty(), to(1));
    AliasMove dead = plan(other(), "LIVE", to(9));
    assertThat(moveAll(dead, stale))
        .isInstanceOfSatisfying(
            AliasMoveSet.Refused.class,
            refused -> {
              assertThat(refused.move()).isEqualTo(stale);
              assertThat(refused.why()).isInstanceOf(AliasMove.RevisionDiffers.class);
            });
  }

  @Test
  void sameSetAgainFindsItself() {
    AliasMove one = plan(catalog(), "LIVE", to(1));
    AliasMove two = plan(other(), "LIVE", to(2));
    moveAll(one, two);
    assertThat(moveAll(one, two))
        .isEqualTo(
            new AliasMoveSet.Refused(one, new AliasMove.RevisionDiffers(Optional.of(one.after()))));
    assertThat(catalog().references(1)).isEqualTo(1);
  }

  @Test
  void oneSetTakesAsManyItemsAsPromised() {
    List<AliasMove> moves = new ArrayList<>();
    for (int i = 0; i < 49; i++) {
      moves.add(plan(catalog(), "alias-" + i, split(1, 2, 10)));
    }
    AliasMoveSet first = new AliasMoveSet(moves);
    assertThat(first.items()).isEqualTo(AliasMoveSet.ITEMS);
    assertThat(moveAll(moves.toArray(AliasMove[]::new))).isEqualTo(new AliasMoveSet.Moved());
    catalog().moveTo("alias-49", split(1, 2, 10));
    AliasMove[] fifty =
        IntStream.range(0, 50)
            .mapToObj(i -> plan(catalog(), "alias-" + i, split(1, 2, 90)))
            .toArray(AliasMove[]::new);
    assertThat(new AliasMoveSet(List.of(fifty)).items()).isEqualTo(AliasMoveSet.ITEMS);
    assertThat(moveAll(fifty)).isEqualTo(new AliasMoveSet.Moved());
    for (AliasMove move : fifty) {
      assertThere(catalog(), move);
    }
    assertThat(catalog().references(1)).isEqualTo(50);
  }

  @Test
  void racingSetsOfTheSameAliasesHaveOneWinner() {
    List<String> names = List.of("A", "B", "C", "D");
    for (int round = 0; round < rounds(); round++) {
      List<AliasMoveSet> sets = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        Routing routing = to(1 + thread % 3);
        List<String> order = new ArrayList<>(names);
        Collections.rotate(order, thread);
        sets.add(
            new AliasMoveSet(order.stream().map(name -> plan(catalog(), name, routing)).toList()));
      }
      List<Boolean> moved =
          Race.run(
              8,
              i ->
                  moveAll(sets.get(i).moves().toArray(AliasMove[]::new))
                      .equals(new AliasMoveSet.Moved()));
      assertThat(moved).containsOnlyOnce(true);
      Routing winner =
          sets.get(moved.indexOf(true)).moves().get(0).row().entry().after().orElseThrow();
      for (String name : names) {
        assertThat(CatalogFixture.alias(catalog().find(name)).orElseThrow().routing())
            .isEqualTo(winner);
        assertThat(catalog().ledger(name)).hasSize(round + 1);
      }
    }
  }
}
