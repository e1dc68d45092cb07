package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.SETTINGS;
import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.model.Alias;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.NotFoundException.Subject;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.RolloutStrategy;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Creating, moving, weighting, promoting, describing, deleting and listing aliases. */
abstract class RepositoryAliases {
  abstract RepositoryFixture fixture();

  private AliasHandle live() {
    return fixture().live();
  }

  /** Checks that a refused change left the alias, its ledger and its references as they were. */
  private void assertRefused(Class<? extends Exception> type, ThrowingCallable change) {
    Alias before = live().read();
    long revisions = live().ledger().count();
    assertThatThrownBy(change).isInstanceOf(type).hasMessageStartingWith("Cannot ");
    assertThat(live().read()).isEqualTo(before);
    assertThat(live().ledger().count()).isEqualTo(revisions);
    fixture()
        .artifact()
        .versions()
        .forEach(
            version ->
                assertThat(fixture().references(version.number()))
                    .isEqualTo(before.routing().versions().contains(version.number()) ? 1 : 0));
  }

  @Test
  void createdAliasIsAsItWasCreated() {
    Version first = fixture().publish("a");
    Alias created =
        live()
            .create(
                Routing.to(first.id()),
                u -> u.description("what is live").by("me").reason("the first"));
    assertThat(created.artifact()).isEqualTo(fixture().name());
    assertThat(created.name()).isEqualTo(live().name());
    assertThat(created.revision()).isEqualTo(1);
    assertThat(created.routing()).isEqualTo(Routing.to(number(1)));
    assertThat(created.description()).isEqualTo("what is live");
    assertThat(created.updatedBy()).isEqualTo("me");
    assertThat(created.versions()).containsExactly(Map.entry(number(1), first));
    assertThat(live().read()).isEqualTo(created);
    assertThat(fixture().elsewhere().alias("LIVE").find()).contains(created);
  }

  @Test
  void aliasIsCreatedOnce() {
    Version first = fixture().publish("a");
    live().create(Routing.to(first.id()));
    assertRefused(
        AlreadyExistsException.class, () -> fixture().live().create(Routing.to(first.id())));
    assertThatThrownBy(() -> live().create(Routing.to(first.id())))
        .isInstanceOfSatisfying(
            AlreadyExistsException.class, e -> assertThat(e.existing()).isEqualTo("LIVE"));
  }

  @Test
  void absentAliasIsNotFound() {
    fixture().publish("a");
    assertThat(live().find()).isEmpty();
    assertThat(live().ledger()).isEmpty();
    List<ThrowingCallable> calls =
        List.of(
            () -> live().read(),
            () -> live().watch(),
            () -> live().promote(),
            () -> live().rollback(),
            () -> live().describe("x"),
            () -> live().weigh(number(1), Weight.percent(1)),
            () -> live().movePrimary(number(1), u -> {}));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              NotFoundException.class, e -> assertThat(e.subject()).isEqualTo(Subject.ALIAS));
    }
    assertThat(live().find()).isEmpty();
  }

  @Test
  void pointingCreatesAndMoves() {
    List<Version> versions = fixture().publishMany(2);
    assertThat(live().pointTo(versions.get(0)).revision()).isEqualTo(1);
    Alias moved = live().pointTo(number(2), u -> u.description("what is live"));
    assertThat(moved.revision()).isEqualTo(2);
    assertThat(moved.routing()).isEqualTo(Routing.to(number(2)));
    assertThat(live().pointTo(versions.get(0)).description()).isEqualTo("what is live");
    assertThat(live().read().revision()).isEqualTo(3);
  }

  @Test
  void changeThatChangesNothingIsARevision() {
    fixture().publish("a");
    live().pointTo(number(1));
    assertThat(live().pointTo(number(1)).revision()).isEqualTo(2);
    assertThat(live().describe("").revision()).isEqualTo(3);
    assertThat(fixture().references(number(1))).isEqualTo(1);
    assertThat(live().ledger()).hasSize(3);
  }

  @Test
  void trafficIsSplit() {
    List<Version> versions = fixture().publishMany(2);
    Alias split = live().split(versions.get(0), versions.get(1), Weight.percent(2.5));
    assertThat(split.routing())
        .isEqualTo(Routing.split(number(1), number(2), Weight.basisPoints(250)));
    assertThat(split.routing().primaryWeight()).isEqualTo(Weight.percent(97.5));
    assertThat(split.versions().values()).containsExactlyElementsOf(versions);
    assertThat(live().read()).isEqualTo(split);
  }

  @Test
  void trafficIsSplitOverManyVersions() {
    fixture().publishMany(12);
    Map<VersionNumber, Weight> weights = weights(2, 12);
    Alias split = live().moveTo(Routing.weighted(number(1), weights));
    assertThat(split.routing().additional()).isEqualTo(weights);
    assertThat(split.routing().primaryWeight()).isEqualTo(Weight.percent(89));
    assertThat(live().read()).isEqualTo(split);
    for (int i = 1; i <= 12; i++) {
      assertThat(fixture().references(number(i))).isEqualTo(1);
    }
  }

  private static Map<VersionNumber, Weight> weights(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(VersionNumber::of)
        .collect(Collectors.toMap(Function.identity(), number -> Weight.percent(1)));
  }

  @Test
  void asManyVersionsAsPromisedComeInOneMoveAndNotOneMore() {
    int most = Catalog.VERSIONS_PER_MOVE;
    Race.forEach(most + 1, i -> fixture().artifact().publish(Content.of("content of " + i)));
    assertThatThrownBy(() -> live().moveTo(Routing.weighted(number(1), weights(2, most + 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(most));
    assertThat(live().find()).isEmpty();
    Alias all = live().moveTo(Routing.weighted(number(1), weights(2, most)));
    assertThat(all.versions()).hasSize(most);
    live().moveTo(Routing.to(number(1)));
    assertThat(fixture().references(number(most))).isZero();
  }

  @Test
  void weightsAreChangedOneByOne() {
    fixture().publishMany(4);
    live().pointTo(number(1));
    live().weigh(number(2), Weight.percent(10));
    live().weigh(number(3), Weight.percent(20));
    live().weigh(fixture().artifact().resolve("2"), Weight.percent(30));
    assertThat(live().read().routing())
        .isEqualTo(
            Routing.weighted(
                number(1), Map.of(number(2), Weight.percent(30), number(3), Weight.percent(20))));
    live()
        .weigh(
            Map.of(number(2), Weight.percent(0), number(4), Weight.percent(80)), u -> u.by("me"));
    assertThat(live().read().routing().primaryWeight()).isEqualTo(Weight.percent(0));
    assertThat(live().read().routing().versions())
        .containsExactly(number(1), number(2), number(3), number(4));
    assertThat(live().read().updatedBy()).isEqualTo("me");
    assertRefused(
        IllegalArgumentException.class, () -> live().weigh(number(2), Weight.percent(0.01)));
    assertRefused(IllegalArgumentException.class, () -> live().weigh(number(1), Weight.percent(1)));
  }

  @Test
  void movedPrimaryKeepsTheWeights() {
    fixture().publishMany(3);
    live().moveTo(Routing.split(number(1), number(2), Weight.percent(10)));
    assertThat(live().movePrimary(number(3), u -> {}).routing())
        .isEqualTo(Routing.split(number(3), number(2), Weight.percent(10)));
    assertThat(fixture().references(number(1))).isZero();
    assertRefused(IllegalArgumentException.class, () -> live().movePrimary(number(2), u -> {}));
  }

  @Test
  void promotedCanaryGetsEverything() {
    List<Version> versions = fixture().publishMany(3);
    live().split(versions.get(0), versions.get(1), Weight.percent(10));
    Alias promoted = live().promote(u -> u.reason("healthy"));
    assertThat(promoted.routing()).isEqualTo(Routing.to(number(2)));
    assertThat(promoted.versions()).containsOnlyKeys(number(2));
    assertThat(fixture().references(number(1))).isZero();
    assertRefused(NotFoundException.class, () -> live().promote());
    live().moveTo(Routing.weighted(number(1), weights(2, 3)));
    assertRefused(IllegalArgumentException.class, () -> live().promote());
  }

  @Test
  void descriptionIsChangedAlone() {
    fixture().publishMany(2);
    Alias split = live().moveTo(Routing.split(number(1), number(2), Weight.percent(10)));
    Alias described = live().describe(Samples.UNICODE);
    assertThat(described.description()).isEqualTo(Samples.UNICODE);
    assertThat(described.revision()).isEqualTo(2);
    assertThat(described.routing()).isEqualTo(split.routing());
    assertThat(described.slots()).isEqualTo(split.slots());
    assertThat(described.splitId()).isEqualTo(split.splitId());
  }

  @Test
  void deletedAliasIsGoneAndItsRevisionsContinue() {
    fixture().publishMany(2);
    live().pointTo(number(1));
    live().delete(u -> u.reason("no longer needed").by("me"));
    assertThat(live().find()).isEmpty();
    assertThat(fixture().artifact().find(live().name())).isEmpty();
    assertThat(fixture().references(number(1))).isZero();
    assertThat(live().ledger()).hasSize(2);
    live().delete();
    assertThat(live().ledger()).hasSize(2);
    Alias again = live().create(Routing.to(number(2)));
    assertThat(again.revision()).isEqualTo(3);
    assertThat(again.description()).isEmpty();
    assertThat(live().ledger()).hasSize(3);
  }

  @Test
  void deletingAnUnknownAliasSucceedsAndLeavesNothing() {
    live().delete();
    assertThat(live().ledger()).isEmpty();
    assertThat(fixture().catalog().findAlias(fixture().name(), live().name())).isEmpty();
  }

  @Test
  void aliasesAreListedInAscendingOrderWithoutDeletedOnes() {
    fixture().publish("a");
    for (String name : List.of("c", "LIVE", "b", "LIVE-2", "a", "1a")) {
      fixture().artifact().alias(name).pointTo(number(1));
    }
    fixture().artifact().alias("b").delete();
    for (int pageSize : new int[] {1, 2, 1000}) {
      Stream<Alias> aliases =
          fixture().another(SETTINGS.withPageSize(pageSize)).artifact(fixture().name()).aliases();
      assertThat(aliases.map(alias -> alias.name().value()))
          .containsExactly("1a", "LIVE", "LIVE-2", "a", "c");
    }
  }

  @Test
  void expectedRevisionIsRequired() {
    fixture().publishMany(2);
    assertThatThrownBy(() -> live().pointTo(number(1), u -> u.expectRevision(1)))
        .isInstanceOfSatisfying(RevisionConflictException.class, e -> assertConflict(e, 1, 0));
    assertThat(live().find()).isEmpty();
    live().create(Routing.to(number(1)), u -> u.expectRevision(0));
    live().pointTo(number(2), u -> u.expectRevision(1));
    for (long wrong : new long[] {0, 1, 3}) {
      assertThatThrownBy(() -> live().pointTo(number(1), u -> u.expectRevision(wrong)))
          .isInstanceOfSatisfying(
              RevisionConflictException.class, e -> assertConflict(e, wrong, 2));
      assertRefused(
          RevisionConflictException.class, () -> live().delete(u -> u.expectRevision(wrong)));
      assertRefused(
          RevisionConflictException.class, () -> live().rollback(u -> u.expectRevision(wrong)));
      assertRefused(
          RevisionConflictException.class, () -> live().promote(u -> u.expectRevision(wrong)));
    }
    live().delete(u -> u.expectRevision(2));
    // A deleted alias does not exist: revision 0.
    assertThatThrownBy(() -> live().pointTo(number(1), u -> u.expectRevision(3)))
        .isInstanceOfSatisfying(RevisionConflictException.class, e -> assertConflict(e, 3, 0));
    assertThatThrownBy(() -> live().delete(u -> u.expectRevision(3)))
        .isInstanceOf(RevisionConflictException.class);
    assertThat(live().pointTo(number(1), u -> u.expectRevision(0)).revision()).isEqualTo(4);
  }

  private static void assertConflict(RevisionConflictException e, long expected, long actual) {
    assertThat(e.expected()).isEqualTo(expected);
    assertThat(e.actual()).isEqualTo(actual);
  }

  @Test
  void versionThatCannotBeUsedIsNotRoutedTo() {
    fixture().publishMany(3);
    fixture().artifact().delete(number(3));
    for (long unusable : new long[] {3, 4}) {
      assertThatThrownBy(() -> fixture().artifact().alias("NEW").pointTo(number(unusable)))
          .isInstanceOfSatisfying(
              NotFoundException.class,
              e -> {
                assertThat(e.subject()).isEqualTo(Subject.VERSION);
                assertThat(e).hasMessageContaining(fixture().name() + ":" + unusable);
              });
      assertThat(fixture().artifact().alias("NEW").find()).isEmpty();
    }
    live().moveTo(Routing.split(number(1), number(2), Weight.percent(10)));
    assertRefused(NotFoundException.class, () -> live().pointTo(number(3)));
    assertRefused(NotFoundException.class, () -> live().movePrimary(number(3), u -> {}));
    assertRefused(NotFoundException.class, () -> live().weigh(number(3), Weight.percent(1)));
    assertRefused(NotFoundException.class, () -> live().weigh(number(4), Weight.percent(1)));
  }

  @Test
  void versionOfAnotherRepositoryIsRefused() {
    fixture().publishMany(3);
    try (ArtifactRepository other = ArtifactRepository.inMemory()) {
      Artifact there = other.artifact(fixture().name());
      Version foreign = there.publish(Content.of("other bytes of 1")).version();
      Version second = there.publish(Content.of("other bytes of 2")).version();
      Version own = fixture().artifact().resolve(number(1));
      AliasHandle live = fixture().live();
      List<ThrowingCallable> moves =
          List.of(
              () -> live.pointTo(foreign),
              () -> live.pointTo(foreign, update -> {}),
              () -> live.split(own, second, Weight.percent(1)),
              () -> live.split(foreign, fixture().artifact().resolve(number(2)), Weight.percent(1)),
              () -> live.weigh(second, Weight.percent(1)),
              () -> live.rollout().start(second, RolloutStrategy.allAtOnce()),
              () -> fixture().repository().releaseSet().move(live, foreign).apply(),
              () -> fixture().artifact().delete(foreign));
      // Both if the alias already points to this version, and if the version must be read.
      for (long held : new long[] {1, 3}) {
        Alias before = live.pointTo(number(held));
        for (ThrowingCallable move : moves) {
          assertThatIllegalArgumentException()
              .isThrownBy(move)
              .withMessageContaining("of another repository");
        }
        assertThat(live.read()).isEqualTo(before);
      }
      assertThat(live.pointTo(own).routing()).isEqualTo(Routing.to(number(1)));
    }
  }
}
