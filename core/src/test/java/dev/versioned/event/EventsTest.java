package dev.versioned.event;

import static dev.versioned.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.RepositorySettings;
import dev.versioned.SetClock;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.spi.ItemStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class EventsTest {
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final SetClock clock = new SetClock();
  private volatile boolean cut;
  private final ArtifactRepository repository =
      ArtifactRepository.of(
          new MemoryBlobStore(),
          cuttable(new MemoryItemStore()),
          RepositorySettings.defaults()
              .withActor("anna")
              .withClock(clock)
              .withListener(events::add));
  private final Artifact artifact = repository.artifact("checkout");
  private final AliasHandle live = artifact.alias("LIVE");

  private ItemStore cuttable(ItemStore store) {
    return (ItemStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ItemStore.class},
            (proxy, method, arguments) -> {
              if (cut) {
                throw BackendException.transientFailure("Cannot read: the network is cut", null);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Version publish(String text) {
    return artifact.publish(Content.of(text)).version();
  }

  private List<Event> take() {
    List<Event> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  @Test
  void onlyANewVersionIsPublished() {
    Version version = publish("one");
    publish("one");
    artifact.publish();
    assertThat(take()).containsExactly(new Event.Published(clock.instant(), version));
  }

  @Test
  void moveHasItsLedgerEntry() {
    Version one = publish("one");
    take();
    live.pointTo(one, update -> update.reason("first release"));
    live.describe("for all");
    assertThat(take())
        .containsExactlyElementsOf(
            live.ledger()
                .sorted((a, b) -> Long.compare(a.revision(), b.revision()))
                .map(entry -> (Event) new Event.Moved(entry.at(), entry))
                .toList());
  }

  @Test
  void stepsAndRollbacksHaveTheirRollout() {
    Version one = publish("one");
    Version two = publish("two");
    live.pointTo(one);
    live.rollout().start(two, RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5)));
    take();

    live.rollout().tick(HealthGate.open());
    Event.Stepped step = (Event.Stepped) take().get(0);
    assertThat(step.entry().action()).isEqualTo(LedgerEntry.Action.ROLLOUT_STEP);
    assertThat(step.rollout().orElseThrow().step()).isEqualTo(1);

    live.rollout().tick(status -> Health.unhealthy("5xx at 3.1 %"));
    Event.RolledBack back = (Event.RolledBack) take().get(0);
    assertThat(back.entry().after()).contains(Routing.to(one.number()));
    assertThat(back.rollout().orElseThrow().state()).isEqualTo(Rollout.State.ROLLED_BACK);
  }

  @Test
  void slowGateLosesNoRollout() {
    live.pointTo(publish("one"));
    live.rollout()
        .start(publish("two"), RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5)));
    live.rollout().tick(HealthGate.open());
    take();
    clock.advanceAtEachCall(Duration.ofMillis(1));
    live.rollout().tick(status -> Health.unhealthy("5xx at 3.1 %"));
    assertThat(((Event.RolledBack) take().get(0)).rollout()).isPresent();
  }

  @Test
  void laterRollbackHasNoRollout() {
    Version one = publish("one");
    Version two = publish("two");
    live.pointTo(one);
    live.rollout().start(two, RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5)));
    live.rollout().abort();
    clock.advance(Duration.ofMinutes(1));
    live.pointTo(two);
    take();
    live.rollback();
    assertThat(((Event.RolledBack) take().get(0)).rollout()).isEmpty();
  }

  @Test
  void refusedMoveIsReportedWithItsReason() {
    Version one = publish("one");
    live.pointTo(one);
    take();
    assertThatThrownBy(() -> live.pointTo(one, update -> update.expectRevision(7).by("ben")))
        .isInstanceOf(RevisionConflictException.class);
    assertThatThrownBy(() -> live.pointTo(VersionNumber.of(9)))
        .isInstanceOf(NotFoundException.class);
    List<Event> taken = take();
    assertThat(taken).hasSize(2).allMatch(event -> event instanceof Event.Refused);
    Event.Refused first = (Event.Refused) taken.get(0);
    assertThat(first.by()).isEqualTo("ben");
    assertThat(first.reason()).contains("not 7 as expected");
    assertThat(((Event.Refused) taken.get(1)).by()).isEqualTo("anna");
  }

  @Test
  void unansweredMoveIsNotRefused() {
    live.pointTo(publish("one"));
    take();
    cut = true;
    assertThatThrownBy(live::rollback).isInstanceOf(BackendException.class);
    assertThat(take()).isEmpty();
  }

  @Test
  void staleAliasIsReportedOnceForEachOutage() throws InterruptedException {
    live.pointTo(publish("one"));
    take();
    try (LiveAlias following = live.watch(w -> w.every(Duration.ofMillis(10)))) {
      for (int outage = 1; outage <= 2; outage++) {
        cut = true;
        until(() -> !events.isEmpty());
        Duration age = following.staleness();
        until(() -> following.staleness().compareTo(age.plusMillis(50)) > 0);
        assertThat(take()).hasSize(1).allMatch(event -> event instanceof Event.Stale);
        assertThat(following.refreshFailures()).isPositive();
        cut = false;
        until(() -> following.staleness().toMillis() < 40);
      }
    }
  }

  @Test
  void swapsAndFailedPreparationsAreReported() throws InterruptedException {
    Version one = publish("one");
    Version two = publish("two");
    live.pointTo(one);
    boolean[] ready = {true};
    try (LiveAlias following =
        live.watch(
            w ->
                w.every(Duration.ofMillis(10))
                    .prepare(
                        version -> {
                          if (!ready[0]) {
                            throw new IllegalStateException("no disk");
                          }
                        }))) {
      ready[0] = false;
      take();
      live.pointTo(two);
      until(() -> events.stream().anyMatch(event -> event instanceof Event.NotReady));
      ready[0] = true;
      until(() -> following.route().equals(two));
      until(() -> events.stream().anyMatch(event -> event instanceof Event.Swapped));
    }
    List<Event> taken = take();
    assertThat(taken).filteredOn(event -> event instanceof Event.NotReady).hasSize(1);
    Event.Swapped swap = (Event.Swapped) taken.get(taken.size() - 1);
    assertThat(swap.before().routing()).isEqualTo(Routing.to(one.number()));
    assertThat(swap.after().routing()).isEqualTo(Routing.to(two.number()));
  }

  @Test
  void listenerThatThrowsChangesNothing() {
    Artifact other =
        ArtifactRepository.of(
                new MemoryBlobStore(),
                new MemoryItemStore(),
                RepositorySettings.defaults()
                    .withListener(
                        EventListener.all(
                            event -> {
                              throw new IllegalStateException("no bus");
                            },
                            events::add)))
            .artifact("checkout");
    Version version = other.publish(Content.of("one")).version();
    assertThat(other.alias("LIVE").pointTo(version).revision()).isEqualTo(1);
    assertThat(take()).hasSize(2);
  }
}
