package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.ReleaseSet;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Routing;
import dev.versioned.model.Weight;
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
            .move(live(), to(2))
            .move(otherLive(), to(3), 1)
            .move(other.alias("NEXT"), to(1), 0)
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

    List<Alias> back = set().rollback(released).apply(update -> update.reason("rain"));
    assertThat(back)
        .extracting(Alias::routing)
        .containsExactly(to(1), Routing.split(number(1), number(2), Weight.percent(10)));
    assertThat(live().ledger().findFirst().orElseThrow().action()).isEqualTo(Action.ROLLBACK);
    assertThat(other.alias("NEXT").find()).as("what the set had created").isEmpty();
    LedgerEntry deletion = other.alias("NEXT").ledger().findFirst().orElseThrow();
    assertThat(deletion.action()).isEqualTo(Action.DELETE);
    assertThat(deletion.revision()).isEqualTo(2);
    assertThat(deletion.reason()).isEqualTo("rain");
    assertSound();
    other.delete(number(3));
  }

  @Test
  void creationThatIsTakenBackFreesItsVersions() {
    List<Alias> released = set().move(live(), to(2)).move(otherLive(), other.resolve("3")).apply();
    assertThat(set().rollback(released).apply()).isEmpty();
    assertThat(fixture().artifact().aliases()).isEmpty();
    assertSound();
    fixture().artifact().delete(number(2));
    other.delete(number(3));
    assertThat(set().move(live(), to(1)).apply().get(0).revision()).isEqualTo(3);
    assertThat(set().rollback(live(), 3).apply()).as("created anew, and taken back").isEmpty();
    assertSound();
  }

  @Test
  void creationThatWasMovedSinceIsNotTakenBackNorIsAnyOther() {
    live().pointTo(number(1));
    List<Alias> released = set().move(live(), to(2)).move(otherLive(), to(1)).apply();
    otherLive().describe("in use");
    assertThatThrownBy(() -> set().rollback(released).apply())
        .isInstanceOf(RevisionConflictException.class)
        .hasMessageContaining(otherLive().toString());
    assertThat(live().read().routing()).isEqualTo(to(2));
    assertThat(otherLive().read().routing()).isEqualTo(to(1));
    assertSound();
  }

  @Test
  void onlyTheRevisionThatCreatedAnAliasIsTakenBackByDeletingIt() {
    live().pointTo(number(1));
    live().describe("the same routing, at revision 2");
    assertThatThrownBy(() -> set().rollback(live(), 2).apply())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("nothing else served before");
    live().pointTo(number(2));
    live().rollback();
    assertThatThrownBy(() -> set().rollback(live(), 4).apply())
        .as("back at what the creation brought")
        .isInstanceOf(NotFoundException.class);
    otherLive().pointTo(number(1));
    assertThatThrownBy(() -> set().rollback(otherLive()).apply())
        .as("without a revision nothing is deleted")
        .isInstanceOf(NotFoundException.class);
    assertThat(live().read().routing()).isEqualTo(to(1));
    assertThat(otherLive().read().routing()).isEqualTo(to(1));
  }

  @Test
  void fiftyAliasesMoveAndGoBackTogetherOrNotAtAll() {
    List<AliasName> names =
        IntStream.range(0, 50).mapToObj(i -> AliasName.parse("alias-" + i)).toList();
    Routing before = Routing.split(number(1), number(2), Weight.percent(0));
    Routing after = Routing.split(number(1), number(2), Weight.percent(100));
    // 49 aliases that all enter two versions are 100 items, and so are 50 aliases whose weights
    // change.
    for (List<AliasName> part : List.of(names.subList(0, 49), names.subList(49, 50))) {
      ReleaseSet first = set();
      part.forEach(name -> first.move(fixture().artifact().alias(name), before));
      first.apply();
    }
    ReleaseSet move = set();
    names.forEach(name -> move.move(fixture().artifact().alias(name), after, 1));
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
    names.forEach(name -> back.rollback(fixture().artifact().alias(name)));
    back.apply();
    assertThat(fixture().artifact().aliases().map(Alias::routing)).containsOnly(before);
    assertSound();
  }

  @Test
  void setOfMoreItemsThanATransactionTakesIsRefusedBeforeAnythingIsWritten() {
    ReleaseSet large = set();
    for (int i = 0; i < 50; i++) {
      large.move(fixture().artifact().alias("alias-" + i), to(1));
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
    assertThatThrownBy(() -> set().move(live(), to(2)).move(otherLive(), to(3)).apply())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(other.name() + ":3");
    assertThatThrownBy(() -> set().move(live(), to(2)).move(otherLive(), to(2), 7).apply())
        .isInstanceOfSatisfying(
            RevisionConflictException.class,
            e -> {
              assertThat(e.expected()).isEqualTo(7);
              assertThat(e.actual()).isEqualTo(1);
            });
    assertThatThrownBy(() -> set().move(live(), to(2)).rollback(otherLive()).apply())
        .isInstanceOf(NotFoundException.class);
    assertThat(live().read().revision()).isEqualTo(1);
    assertThat(otherLive().read().revision()).isEqualTo(1);
    assertSound();
  }

  @Test
  void setThatCannotBeIsRefused() {
    ReleaseSet set = set().move(live(), to(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set.rollback(live()))
        .withMessageContaining("it is in this release set already");
    assertThatIllegalArgumentException().isThrownBy(() -> set().move(live(), to(1), -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set().move(live(), other.resolve("1")))
        .withMessageContaining("a version of another artifact");
    try (ArtifactRepository elsewhere = ArtifactRepository.inMemory()) {
      AliasHandle foreign = elsewhere.artifact(fixture().name()).alias(LIVE);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> set().move(foreign, to(1)))
          .withMessageContaining("of another repository");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> set.apply(u -> u.expectRevision(0)));
    assertThat(set().apply()).isEmpty();
    assertThat(live().find()).isEmpty();
  }

  @Test
  void setEndsTheRolloutsOfItsAliases() {
    live().pointTo(number(1));
    live().rollout().start(number(2), RolloutStrategy.parse("Canary10Percent5Minutes"));
    set().move(live(), to(3)).apply();
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
                .move(live(), routing)
                .move(otherLive(), routing)
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
