package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Alias;
import dev.versioned.AliasHandle;
import dev.versioned.AliasName;
import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.LedgerEntry;
import dev.versioned.LedgerEntry.Action;
import dev.versioned.NotFoundException;
import dev.versioned.ReleaseSet;
import dev.versioned.RevisionConflictException;
import dev.versioned.Routing;
import dev.versioned.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStrategy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Release sets: several aliases move together, and go back together. */
abstract class RepositoryReleases {
  private static final AliasName LIVE = AliasName.parse("LIVE");

  abstract RepositoryFixture fixture();

  private Artifact other;

  @BeforeEach
  void twoArtifacts() {
    fixture().publishMany(3);
    other = fixture().other();
    for (int i = 1; i <= 3; i++) {
      other.publish(Content.of("other content of " + i));
    }
  }

  private ReleaseSet set() {
    return fixture().repository().releaseSet();
  }

  private AliasHandle live() {
    return fixture().live();
  }

  private AliasHandle otherLive() {
    return other.alias(LIVE);
  }

  private static Routing to(long version) {
    return Routing.to(number(version));
  }

  private void assertSound() {
    assertThat(fixture().repository().artifact(fixture().name()).fsck().violations()).isEmpty();
    assertThat(other.fsck().violations()).isEmpty();
  }

  @Test
  void setMovesAliasesOfSeveralArtifactsAndIsRolledBackTogether() {
    live().pointTo(number(1));
    otherLive().split(other.resolve("1"), other.resolve("2"), Weight.percent(10));
    List<Alias> released =
        set()
            .move(fixture().name(), LIVE, to(2))
            .move(other.name(), LIVE, to(3), 1)
            .move(other.name(), AliasName.parse("NEXT"), to(1), 0)
            .apply(update -> update.reason("spring sale").by("pipeline"));
    assertThat(released)
        .containsExactly(live().read(), otherLive().read(), other.alias("NEXT").read());
    assertThat(live().read().routing()).isEqualTo(to(2));
    assertThat(otherLive().read().routing()).isEqualTo(to(3));
    LedgerEntry row = otherLive().ledger().findFirst().orElseThrow();
    assertThat(row.action()).isEqualTo(Action.MOVE);
    assertThat(row.reason()).isEqualTo("spring sale");
    assertThat(row.by()).isEqualTo("pipeline");
    assertThat(other.alias("NEXT").ledger().findFirst().orElseThrow().action())
        .isEqualTo(Action.CREATE);
    assertSound();

    List<Alias> back = set().rollback(released.subList(0, 2)).apply();
    assertThat(back)
        .extracting(Alias::routing)
        .containsExactly(to(1), Routing.split(number(1), number(2), Weight.percent(10)));
    assertThat(live().ledger().findFirst().orElseThrow().action()).isEqualTo(Action.ROLLBACK);
    assertSound();
  }

  @Test
  void fiftyAliasesMoveAndGoBackTogetherOrNotAtAll() {
    List<AliasName> names =
        IntStream.range(0, 50).mapToObj(i -> AliasName.parse("alias-" + i)).toList();
    Routing before = Routing.split(number(1), number(2), Weight.percent(0));
    Routing after = Routing.split(number(1), number(2), Weight.percent(100));
    // 49 that all come to two versions are 100 items, and so are 50 whose weights change.
    for (List<AliasName> part : List.of(names.subList(0, 49), names.subList(49, 50))) {
      ReleaseSet first = set();
      part.forEach(name -> first.move(fixture().name(), name, before));
      first.apply();
    }
    ReleaseSet move = set();
    names.forEach(name -> move.move(fixture().name(), name, after, 1));
    List<Alias> released = move.apply();
    assertThat(released).hasSize(50).allMatch(alias -> alias.routing().equals(after));
    assertThat(fixture().artifact().aliases().map(Alias::routing)).containsOnly(after);

    fixture().artifact().alias(names.get(17)).describe("moved since");
    assertThatThrownBy(() -> set().rollback(released).apply())
        .isInstanceOf(RevisionConflictException.class)
        .hasMessageContaining("alias-17");
    assertThat(fixture().artifact().aliases().map(Alias::routing)).containsOnly(after);
    assertThat(fixture().artifact().aliases().filter(a -> a.revision() == 2)).hasSize(49);

    ReleaseSet back = set();
    names.forEach(name -> back.rollback(fixture().name(), name));
    back.apply();
    assertThat(fixture().artifact().aliases().map(Alias::routing)).containsOnly(before);
    assertSound();
  }

  @Test
  void setOfMoreItemsThanATransactionTakesIsRefusedBeforeAnythingIsWritten() {
    ReleaseSet large = set();
    for (int i = 0; i < 50; i++) {
      large.move(fixture().name(), AliasName.parse("alias-" + i), to(1));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(large::apply)
        .withMessage(
            "Cannot apply a release set of 50 aliases: it would take 101 items, two for each of 50"
                + " aliases and one for each of 1 versions that come or go, and one DynamoDB"
                + " transaction can take 100; make it in several sets");
    assertThat(fixture().artifact().aliases()).isEmpty();
  }

  @Test
  void oneThatCannotMoveKeepsTheOthersWhereTheyAre() {
    live().pointTo(number(1));
    otherLive().pointTo(number(1));
    other.delete(number(3));
    assertThatThrownBy(
            () -> set().move(fixture().name(), LIVE, to(2)).move(other.name(), LIVE, to(3)).apply())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(other.name() + ":3");
    assertThatThrownBy(
            () ->
                set()
                    .move(fixture().name(), LIVE, to(2))
                    .move(other.name(), LIVE, to(2), 7)
                    .apply())
        .isInstanceOfSatisfying(
            RevisionConflictException.class,
            e -> {
              assertThat(e.expected()).isEqualTo(7);
              assertThat(e.actual()).isEqualTo(1);
            });
    assertThatThrownBy(
            () -> set().move(fixture().name(), LIVE, to(2)).rollback(other.name(), LIVE).apply())
        .isInstanceOf(NotFoundException.class);
    assertThat(live().read().revision()).isEqualTo(1);
    assertThat(otherLive().read().revision()).isEqualTo(1);
    assertSound();
  }

  @Test
  void setThatCannotBeIsRefused() {
    ReleaseSet set = set().move(fixture().name(), LIVE, to(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set.rollback(fixture().name(), LIVE))
        .withMessageContaining("it is in this release set already");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set().move(fixture().name(), LIVE, to(1), -1));
    assertThatIllegalArgumentException().isThrownBy(() -> set.apply(u -> u.expectRevision(0)));
    assertThat(set().apply()).isEmpty();
    assertThat(live().find()).isEmpty();
  }

  @Test
  void setEndsTheRolloutsOfItsAliases() {
    live().pointTo(number(1));
    live().rollout().start(number(2), RolloutStrategy.parse("Canary10Percent5Minutes"));
    set().move(fixture().name(), LIVE, to(3)).apply();
    assertThat(live().rollout().status().rollout().state()).isEqualTo(Rollout.State.SUPERSEDED);
  }

  @Test
  void racingSetsNeverMix() {
    live().pointTo(number(1));
    otherLive().pointTo(number(1));
    int threads = 6;
    int rounds = 5;
    Race.run(
        threads,
        thread -> {
          for (int i = 0; i < rounds; i++) {
            String token = thread + "-" + i;
            Routing routing = to(1 + (thread + i) % 3);
            set()
                .move(fixture().name(), LIVE, routing)
                .move(other.name(), LIVE, routing)
                .apply(update -> update.reason(token));
          }
          return thread;
        });
    assertThat(live().read().revision()).isEqualTo(1 + threads * rounds);
    List<String> one = live().ledger().map(LedgerEntry::reason).toList();
    List<String> two = otherLive().ledger().map(LedgerEntry::reason).toList();
    assertThat(one).as("both in the same order").isEqualTo(two);
    Set<String> distinct = new HashSet<>(one);
    assertThat(distinct).hasSize(1 + threads * rounds);
    assertSound();
  }
}
