package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.SETTINGS;
import static dev.versioned.testkit.contract.RepositoryFixture.await;
import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.fleet.Estimate;
import dev.versioned.fleet.Fleet;
import dev.versioned.fleet.ProcessReport;
import dev.versioned.maintenance.Retention;
import dev.versioned.maintenance.Verdict;
import dev.versioned.model.BackendException;
import dev.versioned.model.Latest;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.Weight;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link LiveAlias}: routing in memory, by following an alias. */
abstract class RepositoryFollowing {
  private static final int KEYS = 20_000;
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Duration NEVER = Duration.ofDays(1);

  private Path directory;

  abstract RepositoryFixture fixture();

  private AliasHandle live() {
    return fixture().live();
  }

  @BeforeEach
  void threeVersions(@TempDir Path temporary) {
    directory = temporary;
    fixture().publishMany(3);
  }

  /** Returns the keys that are routed to a version. */
  private static Set<String> keysOf(LiveAlias live, long version) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < KEYS; i++) {
      String key = "user-" + i;
      if (live.route(key).number().equals(number(version))) {
        keys.add(key);
      }
    }
    return keys;
  }

  @Test
  void everythingGoesToTheOneVersion() {
    live().pointTo(number(2));
    try (LiveAlias live = live().watch(w -> w.every(NEVER))) {
      Version version = fixture().artifact().resolve(number(2));
      assertThat(Stream.generate(() -> live.route()).limit(1000)).containsOnly(version);
      assertThat(keysOf(live, 2)).hasSize(KEYS);
      assertThat(live.alias()).isEqualTo(live().read());
    }
  }

  @Test
  void trafficGoesByTheWeights() {
    live()
        .moveTo(
            Routing.weighted(
                number(1), Map.of(number(2), Weight.percent(20), number(3), Weight.percent(0))));
    try (LiveAlias live = live().watch(w -> w.every(NEVER))) {
      assertThat(keysOf(live, 2).size()).isCloseTo(KEYS / 5, within(KEYS / 50));
      assertThat(keysOf(live, 3)).isEmpty();
      long random =
          IntStream.range(0, KEYS).filter(i -> live.route().number().equals(number(2))).count();
      assertThat(random).isCloseTo(KEYS / 5, within((long) KEYS / 50));
    }
  }

  @Test
  void moveIsFollowed() {
    live().pointTo(number(1));
    try (LiveAlias live = live().watch(w -> w.every(OFTEN))) {
      for (long version : new long[] {2, 3, 1}) {
        fixture().elsewhere().alias("LIVE").pointTo(number(version));
        await("version " + version + " serves", () -> serves(live, version));
      }
    }
  }

  @Test
  void moveIsFollowedByEventualReads() {
    live().pointTo(number(1));
    try (LiveAlias live = live().watch(w -> w.every(OFTEN).eventuallyConsistent())) {
      for (long version : new long[] {2, 3, 1}) {
        fixture().elsewhere().alias("LIVE").pointTo(number(version));
        await("version " + version + " serves", () -> serves(live, version));
      }
    }
  }

  @Test
  void reportsOfFollowersAreTheFleet() {
    live().pointTo(number(1));
    try (LiveAlias first = live().watch(w -> w.every(NEVER).report(r -> r.as("host-1")));
        LiveAlias second = live().watch(w -> w.every(NEVER).report(r -> r.as("host-2")));
        LiveAlias silent = live().watch(w -> w.every(NEVER))) {
      Stream.of(first, second, silent).forEach(LiveAlias::report);
      assertThat(live().fleet().size()).isEqualTo(new Estimate(2, 2, 2));
      assertThat(live().fleet().behind()).isEmpty();
      fixture().elsewhere().alias("LIVE").pointTo(number(2));
      first.refresh();
      first.report();
      Fleet fleet = live().fleet();
      assertThat(fleet.current()).isEqualTo(new Estimate(1, 1, 1));
      assertThat(fleet.behind()).extracting(ProcessReport::name).containsExactly("host-2");
      assertThat(fleet.revisions()).containsOnlyKeys(1L, 2L);
      assertThat(fleet.serving(number(1))).hasSize(1);
      assertThat(fleet.notReady()).isEmpty();
    }
  }

  @Test
  void versionThatCannotBePreparedIsReported() {
    live().pointTo(number(1));
    try (LiveAlias live =
        live()
            .watch(
                w ->
                    w.every(OFTEN)
                        .report(r -> r.as("host-1"))
                        .prepare(
                            version -> {
                              if (version.number().equals(number(2))) {
                                throw new IllegalStateException("the disk is full");
                              }
                            }))) {
      fixture().elsewhere().alias("LIVE").pointTo(number(2));
      await("the failure", () -> live.status().lastError().isPresent());
      live.report();
      assertThat(live().fleet().notReady(number(2)))
          .singleElement()
          .satisfies(
              report -> {
                assertThat(report.name()).isEqualTo("host-1");
                assertThat(report.notReady().get(number(2))).contains("the disk is full");
                assertThat(report.revision()).isEqualTo(1);
              });
      fixture().elsewhere().alias("LIVE").pointTo(number(3));
      await("version 3 serves", () -> serves(live, 3));
      live.report();
      assertThat(live().fleet().notReady()).isEmpty();
    }
  }

  @Test
  void servedVersionIsKept() {
    live().pointTo(number(1));
    try (LiveAlias live = live().watch(w -> w.every(NEVER).report(r -> r.as("host-1")))) {
      live.report();
      live().pointTo(number(3));
      Artifact artifact = fixture().artifact();
      assertThatThrownBy(() -> artifact.deleteUnlessServed(number(1)))
          .isInstanceOf(VersionInUseException.class)
          .hasMessageContaining("such as host-1");
      assertThat(artifact.prune(Retention.inUseOnly()).keepingServed().plan())
          .filteredOn(verdict -> verdict.fate() == Verdict.Fate.DELETE)
          .extracting(verdict -> verdict.version().number())
          .containsExactly(number(2));
      live.refresh();
      live.report();
      artifact.deleteUnlessServed(number(1));
      assertThat(artifact.find(number(1))).isEmpty();
    }
  }

  private static boolean serves(LiveAlias live, long version) {
    return live.route().number().equals(number(version));
  }

  @Test
  void refreshIsAtOnce() {
    live().pointTo(number(1));
    try (LiveAlias live = live().watch(w -> w.every(NEVER))) {
      fixture().elsewhere().alias("LIVE").pointTo(number(2));
      assertThat(live.route().number()).isEqualTo(number(1));
      assertThat(live.refresh()).isEqualTo(live().read());
      assertThat(live.route().number()).isEqualTo(number(2));
      assertThat(live.staleness()).isLessThan(Duration.ofMinutes(1));
    }
  }

  @Test
  void growingCanaryOnlyTakesKeysIn() {
    live().pointTo(number(1));
    try (LiveAlias live = live().watch(w -> w.every(NEVER))) {
      Set<String> before = Set.of();
      for (double percent : new double[] {1, 10, 50, 100}) {
        live().moveTo(Routing.split(number(1), number(2), Weight.percent(percent)));
        live.refresh();
        Set<String> canary = keysOf(live, 2);
        // Not containsAll of an assertion, which compares each with each.
        assertThat(canary.containsAll(before)).isTrue();
        assertThat(canary.size()).isCloseTo((int) (KEYS * percent / 100), within(KEYS / 50));
        before = canary;
      }
      live().promote();
      live.refresh();
      assertThat(keysOf(live, 2)).hasSize(KEYS);
    }
  }

  @Test
  void shrunkCanaryGetsTheSameKeysBack() {
    live().moveTo(Routing.split(number(1), number(2), Weight.percent(30)));
    try (LiveAlias live = live().watch(w -> w.every(NEVER))) {
      Set<String> before = keysOf(live, 2);
      live().weigh(number(2), Weight.percent(5));
      live.refresh();
      assertThat(before.containsAll(keysOf(live, 2))).isTrue();
      live().weigh(number(2), Weight.percent(30));
      live.refresh();
      assertThat(keysOf(live, 2)).isEqualTo(before);
    }
  }

  @Test
  void changeOfOneWeightMovesNoKeyBetweenOthers() {
    live()
        .moveTo(
            Routing.weighted(
                number(1), Map.of(number(2), Weight.percent(20), number(3), Weight.percent(10))));
    try (LiveAlias live = live().watch(w -> w.every(NEVER))) {
      Set<String> second = keysOf(live, 2);
      Set<String> third = keysOf(live, 3);
      live().weigh(number(3), Weight.percent(40));
      live.refresh();
      assertThat(keysOf(live, 2)).isEqualTo(second);
      assertThat(keysOf(live, 3).containsAll(third)).isTrue();
      live().weigh(number(2), Weight.percent(5));
      live.refresh();
      assertThat(second.containsAll(keysOf(live, 2))).isTrue();
      assertThat(keysOf(live, 3).size()).isCloseTo(KEYS * 2 / 5, within(KEYS / 50));
    }
  }

  @Test
  void nextSplitGoesFirstToOthers() {
    live().moveTo(Routing.split(number(1), number(2), Weight.percent(10)));
    try (LiveAlias live = live().watch(w -> w.every(NEVER))) {
      Set<String> first = keysOf(live, 2);
      live().promote();
      live().moveTo(Routing.split(number(2), number(3), Weight.percent(10)));
      live.refresh();
      Set<String> second = keysOf(live, 3);
      Set<String> both = new HashSet<>(first);
      both.retainAll(second);
      // A tenth of a tenth by chance.
      assertThat(both.size()).isLessThan(first.size() / 2);
    }
  }

  @Test
  void everyFollowerRoutesAlike() {
    live().moveTo(Routing.split(number(1), number(2), Weight.percent(30)));
    try (LiveAlias here = live().watch(w -> w.every(NEVER));
        ArtifactRepository other = fixture().another(SETTINGS);
        LiveAlias there =
            other.artifact(fixture().name()).alias("LIVE").watch(w -> w.every(NEVER))) {
      assertThat(keysOf(here, 2)).isEqualTo(keysOf(there, 2));
    }
  }

  @Test
  void deletedAliasContinuesToServe() {
    live().pointTo(number(1));
    try (LiveAlias live = live().watch(w -> w.every(OFTEN))) {
      live().delete();
      assertThat(live.refresh().routing()).isEqualTo(Routing.to(number(1)));
      assertThat(live.route().number()).isEqualTo(number(1));
      live().pointTo(number(2));
      await("the new alias serves", () -> serves(live, 2));
    }
  }

  /** Returns the alias as seen by a process that an outage cuts off from both stores. */
  private AliasHandle cutOffBy(Outage outage) {
    return ArtifactRepository.of(
            outage.over(BlobStore.class, fixture().blobs()),
            outage.over(ItemStore.class, fixture().items()),
            SETTINGS)
        .artifact(fixture().name())
        .alias("LIVE");
  }

  @Test
  void outageDoesNotStopServing() {
    live().pointTo(number(1));
    Outage outage = new Outage();
    try (LiveAlias live = cutOffBy(outage).watch(w -> w.every(OFTEN))) {
      outage.begin();
      live().pointTo(number(2));
      await("it is noticed", () -> live.staleness().compareTo(OFTEN.multipliedBy(5)) > 0);
      assertThat(live.route().number()).isEqualTo(number(1));
      assertThat(keysOf(live, 1)).hasSize(KEYS);
      assertThatThrownBy(() -> live.refresh()).isInstanceOf(BackendException.class);
      assertThat(live.route().number()).isEqualTo(number(1));
      outage.end();
      await("it follows again", () -> serves(live, 2));
    }
  }

  @Test
  void servingStopsWhenItIsStaleBeyondTheLimit() {
    live().pointTo(number(1));
    Outage outage = new Outage();
    try (LiveAlias live =
        cutOffBy(outage).watch(w -> w.every(OFTEN).staleAfter(Duration.ofMillis(500)))) {
      outage.begin();
      assertThat(live.route().number()).isEqualTo(number(1));
      await("it is too stale", () -> !routes(live));
      assertThat(live.staleness()).isGreaterThan(Duration.ofMillis(500));
      outage.end();
      await("it serves again", () -> routes(live));
      assertThat(live.route().number()).isEqualTo(number(1));
    }
  }

  @Test
  void deletedAliasServesUpToTheLimit() {
    live().pointTo(number(1));
    try (LiveAlias live = live().watch(w -> w.every(OFTEN).staleAfter(Duration.ofMillis(500)))) {
      live().delete();
      assertThat(live.route().number()).isEqualTo(number(1));
      await("it is too stale", () -> !routes(live));
      assertThat(live.staleness()).isGreaterThan(Duration.ofMillis(500));
      live().pointTo(number(2));
      await("the new alias serves", () -> routes(live));
      assertThat(live.route().number()).isEqualTo(number(2));
    }
  }

  private static boolean routes(LiveAlias live) {
    try {
      live.route();
      return true;
    } catch (BackendException e) {
      return false;
    }
  }

  @Test
  void processStartsDuringAnOutageByTheStateKept() {
    Path file = directory.resolve("live.alias");
    live().moveTo(Routing.split(number(1), number(2), Weight.percent(30)));
    Set<String> canary;
    try (LiveAlias live = live().watch(w -> w.every(NEVER).keepIn(file))) {
      canary = keysOf(live, 2);
    }
    Outage outage = new Outage();
    outage.begin();
    assertThatThrownBy(() -> cutOffBy(outage).watch()).isInstanceOf(BackendException.class);
    try (LiveAlias live = cutOffBy(outage).watch(w -> w.every(OFTEN).keepIn(file))) {
      assertThat(live.alias()).isEqualTo(live().read());
      assertThat(keysOf(live, 2)).isEqualTo(canary);
      live().pointTo(number(3));
      outage.end();
      await("it follows", () -> serves(live, 3));
    }
  }

  @Test
  void stateOfAnotherAliasOrHarmedIsNotUsed() throws IOException {
    Path file = directory.resolve("live.alias");
    fixture().artifact().alias("BETA").pointTo(number(1));
    fixture().artifact().alias("BETA").watch(w -> w.every(NEVER).keepIn(file)).close();
    Outage outage = new Outage();
    outage.begin();
    assertThatThrownBy(() -> cutOffBy(outage).watch(w -> w.keepIn(file)))
        .isInstanceOf(BackendException.class);
    live().pointTo(number(1));
    live().watch(w -> w.every(NEVER).keepIn(file)).close();
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> cutOffBy(outage).watch(w -> w.keepIn(file)))
          .isInstanceOf(BackendException.class);
    }
    Files.write(file, whole);
    cutOffBy(outage).watch(w -> w.keepIn(file)).close();
  }

  @Test
  void closedFollowerServesAndFollowsNoMore() {
    live().pointTo(number(1));
    LiveAlias live = live().watch(w -> w.every(OFTEN));
    live.close();
    live().pointTo(number(2));
    Duration before = live.staleness();
    await("time goes by", () -> live.staleness().compareTo(before.plus(OFTEN.multipliedBy(5))) > 0);
    assertThat(live.route().number()).isEqualTo(number(1));
  }

  @Test
  void latestIsFollowed() {
    fixture().artifact().put(Content.of("a"));
    live().pointTo(Latest.LATEST);
    try (LiveAlias live = live().watch(w -> w.every(OFTEN))) {
      Version put = fixture().artifact().put(Content.of("b"));
      await("the new put serves", () -> live.route().equals(put));
      assertThat(live.route("user-1")).isEqualTo(put);
    }
  }

  @Test
  void olderRevisionIsNeverGoneBackTo() {
    live().pointTo(number(1));
    try (LiveAlias live = live().watch(w -> w.every(OFTEN))) {
      List<List<Long>> revisions =
          Race.run(
              4,
              thread -> {
                if (thread == 0) {
                  for (int i = 0; i < 50; i++) {
                    live().pointTo(number(1 + i % 3));
                  }
                  return List.of();
                }
                return IntStream.range(0, 100)
                    .mapToObj(i -> i % 2 == 0 ? live.refresh().revision() : live.alias().revision())
                    .toList();
              });
      assertThat(revisions).allSatisfy(seen -> assertThat(seen).isSorted());
    }
  }

  @Test
  void shortestIntervalIsTenMilliseconds() {
    live().pointTo(number(1));
    assertThatThrownBy(() -> live().watch(w -> w.every(Duration.ofMillis(9))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot watch");
  }
}
