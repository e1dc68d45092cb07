package dev.versioned.rollout;

import static dev.versioned.rollout.RolloutWorld.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.RolloutTicker;
import dev.versioned.model.Routing;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Weight;
import dev.versioned.rollout.TickResult.Outcome;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of rollouts under way, and ticks of all of them. */
class RolloutTickerTest {
  private static final RolloutStrategy CANARY = RolloutStrategy.parse("Canary10Percent5Minutes");
  private static final RolloutPlan UNGATED = RolloutPlan.of(number(2), CANARY).withoutGate();

  private final RolloutWorld world = new RolloutWorld(3);
  private final RolloutTicker ticker = world.repo.rolloutTicker();

  private AliasHandle start(String alias, RolloutPlan plan) {
    AliasHandle handle = world.checkout.alias(alias);
    handle.pointTo(number(1));
    handle.rollout().start(plan);
    return handle;
  }

  private static List<String> names(Stream<RolloutStatus> rollouts) {
    return rollouts.map(one -> one.alias().artifact() + ":" + one.alias().name()).toList();
  }

  private static Weight canary(AliasHandle alias) {
    return alias.read().routing().weightOf(number(2));
  }

  @Test
  void allAliasesAreListedWhateverThePageSize() {
    List<String> expected = new ArrayList<>();
    for (String name : List.of("a", "b", "b2", "c")) {
      Artifact artifact = world.repo.artifact(name);
      artifact.publish(Content.of("one"));
      artifact.publish(Content.of("two"));
      for (String alias : List.of("A", "B", "C", "IDLE", "OVER")) {
        artifact.alias(alias).pointTo(number(1));
        if (!alias.equals("IDLE")) {
          artifact.alias(alias).rollout().start(number(2), CANARY);
          expected.add(name + ":" + alias);
        }
      }
      artifact.alias("OVER").rollout().abort();
      expected.remove(name + ":OVER");
    }
    for (int pageSize : new int[] {1, 2, 3, 4, 5, 11, 12, 1000}) {
      ArtifactRepository repo =
          ArtifactRepository.of(
              world.blobs, world.items, RepositorySettings.defaults().withPageSize(pageSize));
      assertThat(names(repo.rollouts()))
          .as("in pages of %s", pageSize)
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(names(repo.rollouts()).stream().map(name -> name.replaceAll(":.*", "")))
          .isSorted();
    }
  }

  @Test
  void itemsOfOthersInTheIndexAreNoRollouts() {
    start("LIVE", UNGATED);
    plant(new ItemKey("UPLOADS#checkout", "LIVE"), "checkout");
    for (String artifact : List.of("checkout", "no such: name")) {
      for (int i = 0; i < 5; i++) {
        plant(new ItemKey("VERSIONS#checkout", "idem#" + artifact + i), artifact);
        plant(new ItemKey("ALIASES#checkout", "#planted#" + artifact + i), artifact);
      }
    }
    for (int pageSize : new int[] {1, 3, 1000}) {
      ArtifactRepository repo =
          ArtifactRepository.of(
              world.blobs, world.items, RepositorySettings.defaults().withPageSize(pageSize));
      assertThat(names(repo.rollouts())).containsExactly("checkout:LIVE");
    }
    assertThat(ticker.run().aliases()).hasSize(1);
  }

  private void plant(ItemKey key, String artifact) {
    world.items.write(
        "plant " + key,
        new ItemWrite.Put(
            new Item(
                key,
                Map.of("artifact", ItemValue.of(artifact), "listed", ItemValue.of("rolling-out"))),
            Condition.always()));
  }

  @Test
  void tickerMovesOnlyWhatItsGatesMayJudge() {
    AliasHandle ungated = start("UNGATED", UNGATED);
    AliasHandle unnamed = start("UNNAMED", RolloutPlan.of(number(2), CANARY));
    AliasHandle healthy = start("HEALTHY", RolloutPlan.of(number(2), CANARY).withGate("good"));
    AliasHandle unhealthy = start("UNHEALTHY", RolloutPlan.of(number(2), CANARY).withGate("bad"));
    AliasHandle unknown =
        start(
            "UNKNOWN",
            RolloutPlan.of(number(2), CANARY)
                .withNotEnoughData(NotEnoughDataPolicy.rollBack())
                .withGate("elsewhere"));
    AliasHandle broken = start("BROKEN", RolloutPlan.of(number(2), CANARY).withGate("broken"));
    List<String> listened = new ArrayList<>();
    TickReport report =
        ticker
            .withGates(
                name ->
                    switch (name) {
                      case "good", "" -> Optional.of(HealthGate.open());
                      case "bad" -> Optional.of(status -> Health.unhealthy("5xx"));
                      case "broken" -> throw new IllegalStateException("no network");
                      default -> Optional.empty();
                    })
            .run(ticked -> listened.add(ticked.alias().value()));
    assertThat(report.isComplete()).isTrue();
    assertThat(report.aliases().stream().map(one -> one.alias().value())).isEqualTo(listened);
    assertThat(report.failures()).isEmpty();
    assertThat(
            report.ticks().stream().map(one -> one.status().alias().name() + " " + one.outcome()))
        .containsExactlyInAnyOrder("UNGATED STEPPED", "HEALTHY STEPPED", "UNHEALTHY ROLLED_BACK");
    assertThat(report.withoutGate().stream().map(one -> one.alias() + ": " + one.reason()))
        .containsExactlyInAnyOrder(
            "UNNAMED: its plan names no gate",
            "UNKNOWN: this ticker has no gate elsewhere",
            "BROKEN: the lookup of the gate broken failed: java.lang.IllegalStateException: no"
                + " network");
    assertThat(Stream.of(ungated, healthy).map(RolloutTickerTest::canary))
        .containsOnly(Weight.percent(10));
    assertThat(unhealthy.read().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(Stream.of(unnamed, unknown, broken).map(RolloutTickerTest::canary))
        .containsOnly(Weight.percent(0));
    world.clock.advance(Duration.ofDays(30));
    TickReport later = world.repo.rolloutTicker().withGates(HealthGates.of(Map.of())).run();
    assertThat(later.withoutGate().stream().map(one -> one.alias().value()))
        .containsExactlyInAnyOrder("UNNAMED", "UNKNOWN", "BROKEN", "HEALTHY");
    assertThat(later.ticks()).hasSize(1);
  }

  @Test
  void rolloutGoesToItsEndByTicksOfAllAlone() {
    AliasHandle live = start("LIVE", UNGATED);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ticker.run().ticks().forEach(result -> outcomes.add(result.outcome()));
      world.clock.advance(Duration.ofMinutes(3));
    }
    assertThat(outcomes)
        .containsExactly(Outcome.STEPPED, Outcome.WAITED, Outcome.STEPPED, Outcome.PROMOTED);
    assertThat(live.read().routing()).isEqualTo(Routing.to(number(2)));
    assertThat(world.repo.rollouts()).isEmpty();
  }

  @Test
  void failedTickStopsNoOther() {
    AliasHandle one = start("ONE", UNGATED);
    start("TWO", UNGATED);
    AliasHandle three = start("THREE", UNGATED);
    start("NULL", RolloutPlan.of(number(2), CANARY).withGate("null"));
    damage("TWO");
    TickReport report =
        ticker.withGates(HealthGates.of(Map.of("null", RolloutTickerTest::noHealth))).run();
    assertThat(report.failures().stream().map(failed -> failed.alias().value()))
        .containsExactlyInAnyOrder("TWO", "NULL");
    assertThat(report.failures().stream().map(failed -> (Object) failed.cause().getClass()))
        .contains(UnreadableRecordException.class);
    assertThat(report.failures().get(0).toString()).startsWith("FAILED: checkout:");
    assertThat(report.ticks()).hasSize(2);
    assertThat(canary(one)).isEqualTo(Weight.percent(10));
    assertThat(canary(three)).isEqualTo(Weight.percent(10));
    assertThat(names(world.repo.rollouts()))
        .containsExactlyInAnyOrder("checkout:ONE", "checkout:THREE", "checkout:NULL");
  }

  /** Breaks the rule of gates, as a gate in Kotlin or Groovy may. */
  @SuppressWarnings("NullAway")
  private static Health noHealth(RolloutStatus status) {
    return null;
  }

  private void damage(String alias) {
    ItemKey key = new ItemKey("ALIASES#checkout", alias);
    Item item = world.items.read("damage", key, Consistency.STRONG).orElseThrow();
    Map<String, ItemValue> attributes = new TreeMap<>(item.attributes());
    attributes.put("slots", ItemValue.of("none"));
    world.items.write("damage", new ItemWrite.Put(new Item(key, attributes), Condition.always()));
  }

  @Test
  void damagedAliasOfAPagesLastArtifactIsReported() {
    start("A", UNGATED);
    start("B", UNGATED);
    damage("B");
    ArtifactRepository repo =
        ArtifactRepository.of(
            world.blobs, world.items, RepositorySettings.defaults().withPageSize(1));
    TickReport report = repo.rolloutTicker().run();
    assertThat(report.failures().stream().map(failed -> failed.alias().value()))
        .containsExactly("B");
    assertThat(report.ticks()).hasSize(1);
  }

  @Test
  void runThatIsOutOfTimeIsIncomplete() {
    AliasHandle live = start("LIVE", UNGATED);
    TickReport report = ticker.withLimit(Duration.ZERO).run();
    assertThat(report.isComplete()).isFalse();
    assertThat(report.aliases()).isEmpty();
    assertThat(canary(live)).isEqualTo(Weight.percent(0));
    assertThat(ticker.withLimit(Duration.ofDays(1_000_000)).run().ticks()).hasSize(1);
    assertThatThrownBy(() -> ticker.withLimit(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("negative");
  }

  @Test
  void interruptedRunIsIncomplete() {
    start("LIVE", UNGATED);
    Thread.currentThread().interrupt();
    TickReport report = ticker.run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.isComplete()).isFalse();
  }

  /** Runs a ticker over a store in which something happens after the list was read. */
  private TickReport tickAfter(Runnable meanwhile) {
    return world
        .over(
            new ForwardingItemStore(world.items) {
              @Override
              public Page<Item> queryIndex(String purpose, IndexQuery query) {
                Page<Item> page = super.queryIndex(purpose, query);
                meanwhile.run();
                return page;
              }
            })
        .rolloutTicker()
        .run();
  }

  @Test
  void aliasDeletedInBetweenIsNotReported() {
    AliasHandle live = start("LIVE", UNGATED);
    AliasHandle other = start("OTHER", UNGATED);
    TickReport report = tickAfter(live::delete);
    assertThat(report.ticks()).hasSize(1);
    assertThat(report.failures()).isEmpty();
    assertThat(canary(other)).isEqualTo(Weight.percent(10));
  }

  @Test
  void rolloutThatEndedInBetweenIsNotReported() {
    AliasHandle live = start("LIVE", UNGATED);
    assertThat(tickAfter(() -> live.pointTo(number(3))).aliases()).isEmpty();
    assertThat(live.read().routing()).isEqualTo(Routing.to(number(3)));
  }

  @Test
  void rolloutThatReplacedTheListedOneIsJudgedByItsOwnGate() {
    AliasHandle live = start("LIVE", UNGATED);
    TickReport report =
        tickAfter(
            () -> {
              live.rollout().abort();
              live.rollout().start(RolloutPlan.of(number(2), CANARY).withGate("its-own"));
            });
    assertThat(report.withoutGate()).hasSize(1);
    assertThat(canary(live)).isEqualTo(Weight.percent(0));
  }

  @Test
  void namesOfGatesAreValidated() {
    RolloutPlan plan = RolloutPlan.of(number(2), CANARY);
    assertThat(plan.gate()).isEmpty();
    assertThat(plan.withoutGate().withNotEnoughData(NotEnoughDataPolicy.proceed()).gate())
        .isEqualTo("none");
    assertThat(plan.withGate("a".repeat(256)).gate()).hasSize(256);
    for (String wrong : List.of("", "two words", "tab\t", "gr\u00fcn", "a".repeat(257))) {
      assertThatThrownBy(() -> plan.withGate(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name");
    }
  }
}
