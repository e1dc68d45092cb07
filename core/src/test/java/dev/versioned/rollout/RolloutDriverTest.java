package dev.versioned.rollout;

import static dev.versioned.rollout.RolloutWorld.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.RolloutDriver;
import dev.versioned.RolloutHandle;
import dev.versioned.maintenance.Interposed;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.rollout.Rollout.State;
import dev.versioned.spi.ItemStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RolloutDriverTest {
  private final RolloutWorld world = new RolloutWorld(3);

  /** A gate that lets time pass at each call. */
  private final HealthGate gate =
      status -> {
        world.clock.advance(Duration.ofMinutes(1));
        return Health.healthy();
      };

  private static final RolloutStrategy LINEAR =
      RolloutStrategy.parse("Linear10PercentEvery2Minutes");

  private RolloutDriver.Builder driver(HealthGate gate) {
    return RolloutDriver.of(world.live.rollout(), gate).every(Duration.ofMillis(1));
  }

  @Test
  void driverTakesARolloutToItsEndAndThenTheNextOne() throws Exception {
    List<TickResult> heard = Collections.synchronizedList(new ArrayList<>());
    world.live.rollout().start(number(2), LINEAR);
    try (RolloutDriver driver = driver(gate).listener(heard::add).start()) {
      assertThat(driver.awaitEnd().rollout().state()).isEqualTo(State.PROMOTED);
      assertThat(world.live.read().routing()).isEqualTo(Routing.to(number(2)));
      RolloutStatus second = world.live.rollout().start(number(3), LINEAR);
      while (!driver.awaitEnd().rollout().id().equals(second.rollout().id())) {
        Thread.sleep(1);
      }
      assertThat(world.live.read().routing()).isEqualTo(Routing.to(number(3)));
    }
    // A tick that has begun when the driver is closed still completes.
    assertThat(List.copyOf(heard))
        .filteredOn(r -> r.outcome() == TickResult.Outcome.STEPPED)
        .hasSize(20);
  }

  @Test
  void oneRolloutIsDrivenToItsEndByTheCaller() throws Exception {
    List<TickResult> heard = new ArrayList<>();
    RolloutStatus started = world.live.rollout().start(number(2), LINEAR);
    RolloutStatus end = driver(gate).listener(heard::add).drive(started, Duration.ofMinutes(1));
    assertThat(end.rollout().state()).isEqualTo(State.PROMOTED);
    assertThat(heard).filteredOn(r -> r.outcome() == TickResult.Outcome.STEPPED).hasSize(10);
  }

  @Test
  void drivingEndsWithItsTime() throws Exception {
    RolloutStatus started = world.live.rollout().start(number(2), LINEAR);
    HealthGate patient = status -> Health.healthy();
    RolloutStatus end = driver(patient).drive(started, Duration.ofMillis(20));
    assertThat(end.rollout().isOver()).isFalse();
    assertThat(end.rollout().step()).isEqualTo(1);
  }

  @Test
  void drivingGivesUpAfterFailuresInARow() {
    RolloutStatus started = world.live.rollout().start(number(2), LINEAR);
    ItemStore away =
        Interposed.on(
            ItemStore.class,
            world.items,
            (method, arguments, call) -> {
              throw BackendException.transientFailure("Cannot reach the table", null);
            });
    RolloutHandle rollout = world.over(away).artifact("checkout").alias("LIVE").rollout();
    List<ArtifactException> failures = new ArrayList<>();
    assertThatThrownBy(
            () ->
                RolloutDriver.of(rollout, gate)
                    .every(Duration.ofMillis(1))
                    .giveUpAfter(3)
                    .failureListener(failures::add)
                    .drive(started, Duration.ofMinutes(1)))
        .isInstanceOf(BackendException.class);
    assertThat(failures).hasSize(2);
  }

  @Test
  void drivingIsBoundToItsRollout() {
    RolloutStatus started = world.live.rollout().start(number(2), LINEAR);
    world.live.rollout().abort();
    world.live.rollout().start(number(3), LINEAR);
    assertThatThrownBy(() -> driver(gate).drive(started, Duration.ofMinutes(1)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(started.rollout().id());
  }

  @Test
  void rolloutIsStartedOrContinued() {
    RolloutPlan plan = RolloutPlan.of(number(2), LINEAR);
    RolloutHandle rollout = world.live.rollout();
    RolloutStatus started = rollout.startOrContinue(plan, u -> {}).orElseThrow();
    assertThat(rollout.startOrContinue(plan, u -> {})).contains(started);
    assertThatThrownBy(
            () ->
                rollout.startOrContinue(
                    RolloutPlan.of(number(2), RolloutStrategy.allAtOnce()), u -> {}))
        .isInstanceOf(AlreadyExistsException.class);
    rollout.abort();
    assertThat(rollout.startOrContinue(RolloutPlan.of(number(1), LINEAR), u -> {})).isEmpty();
  }

  @Test
  void severalDriversAreNoFaster() throws Exception {
    world.live.rollout().start(number(2), LINEAR);
    try (RolloutDriver one = driver(gate).start();
        RolloutDriver two = driver(gate).start();
        RolloutDriver three = driver(gate).start()) {
      one.awaitEnd();
      two.awaitEnd();
      three.awaitEnd();
    }
    assertThat(world.live.ledger().map(row -> row.action().toString()))
        .filteredOn("ROLLOUT_STEP"::equals)
        .hasSize(10);
  }

  @Test
  void driverContinuesAfterFailures() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    ItemStore flaky =
        Interposed.on(
            ItemStore.class,
            world.items,
            (method, arguments, call) -> {
              if (calls.incrementAndGet() % 4 == 0) {
                throw BackendException.permanentFailure("Cannot reach the table", null);
              }
              return call.proceed();
            });
    RolloutHandle flakyRollout = world.over(flaky).artifact("checkout").alias("LIVE").rollout();
    world.live.rollout().start(number(2), RolloutStrategy.parse("Canary10Percent2Minutes"));
    try (RolloutDriver driver =
        RolloutDriver.of(flakyRollout, gate)
            .every(Duration.ofMillis(1))
            .listener(
                result -> {
                  throw new IllegalStateException("deaf");
                })
            .start()) {
      assertThat(driver.awaitEnd().rollout().state()).isEqualTo(State.PROMOTED);
    }
  }

  @Test
  void driverContinuesAfterErrorsOfGateAndListener() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger heard = new AtomicInteger();
    world.live.rollout().start(number(2), RolloutStrategy.parse("Canary10Percent2Minutes"));
    HealthGate broken =
        status -> {
          switch (asked.getAndIncrement()) {
            case 0 -> throw new NoClassDefFoundError("com/acme/Metrics");
            case 1 -> throw new OutOfMemoryError("none left");
            default -> {
              return gate.check(status);
            }
          }
        };
    try (RolloutDriver driver =
        driver(broken)
            .listener(
                result -> {
                  heard.incrementAndGet();
                  throw new AssertionError("deaf");
                })
            .start()) {
      assertThat(driver.awaitEnd().rollout().state()).isEqualTo(State.PROMOTED);
    }
    assertThat(asked).hasValueGreaterThan(3);
    assertThat(heard).hasValueGreaterThan(2);
  }

  @Test
  void otherErrorsDuringATickDoNotEndTheDriver() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    ItemStore broken =
        Interposed.on(
            ItemStore.class,
            world.items,
            (method, arguments, call) -> {
              if (calls.incrementAndGet() % 4 == 0) {
                throw new StackOverflowError();
              }
              return call.proceed();
            });
    RolloutHandle rollout = world.over(broken).artifact("checkout").alias("LIVE").rollout();
    world.live.rollout().start(number(2), RolloutStrategy.parse("Canary10Percent2Minutes"));
    try (RolloutDriver driver =
        RolloutDriver.of(rollout, gate).every(Duration.ofMillis(1)).start()) {
      assertThat(driver.awaitEnd().rollout().state()).isEqualTo(State.PROMOTED);
    }
  }

  @Test
  void driverWaitsWhereThereIsNoRolloutYet() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RolloutDriver driver =
        driver(
                status -> {
                  asked.countDown();
                  return gate.check(status);
                })
            .start()) {
      assertThat(asked.await(50, TimeUnit.MILLISECONDS)).isFalse();
      world.live.rollout().start(number(2), RolloutStrategy.allAtOnce());
      assertThat(driver.awaitEnd().rollout().state()).isEqualTo(State.PROMOTED);
    }
  }

  @Test
  void closedDriverTicksNoMore() throws Exception {
    RolloutDriver driver = driver(status -> Health.healthy()).start();
    driver.close();
    driver.close();
    assertThatThrownBy(driver::awaitEnd).isInstanceOf(IllegalStateException.class);
    Thread.sleep(50);
    world.live.rollout().start(number(2), LINEAR);
    Thread.sleep(50);
    assertThat(world.live.rollout().status().rollout().step()).isZero();
  }

  @Test
  void noTimeBetweenTicksIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> driver(gate).every(Duration.ZERO));
  }

  @Test
  void endOfAnOlderRolloutIsNotTheEnd() throws Exception {
    CountDownLatch looked = new CountDownLatch(2);
    world.live.rollout().start(number(2), RolloutStrategy.allAtOnce());
    world.live.rollout().abort();
    try (RolloutDriver driver = driver(gate).listener(result -> looked.countDown()).start()) {
      assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(driver.awaitEnd(Duration.ofMillis(20))).isEmpty();
      RolloutStatus started = world.live.rollout().start(number(3), LINEAR);
      RolloutStatus end = driver.awaitEnd();
      assertThat(end.rollout().id()).isEqualTo(started.rollout().id());
      assertThat(end.rollout().state()).isEqualTo(State.PROMOTED);
      RolloutStatus next = world.live.rollout().start(number(2), LINEAR);
      assertThat(driver.awaitEnd().rollout().id()).isEqualTo(next.rollout().id());
      assertThat(driver.awaitEnd(next, Duration.ofSeconds(30)).orElseThrow().rollout().id())
          .isEqualTo(next.rollout().id());
      assertThatThrownBy(() -> driver.awaitEnd(started, Duration.ofSeconds(30)))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("another one has taken its place");
    }
  }

  @Test
  void endThatDoesNotComeIsAwaitedForALimitedTime() throws Exception {
    RolloutStatus started =
        world.live.rollout().start(number(2), RolloutStrategy.parse("Canary10Percent1Hour"));
    try (RolloutDriver driver = driver(HealthGate.open()).start()) {
      assertThat(driver.awaitEnd(Duration.ofMillis(5))).isEmpty();
      assertThat(driver.awaitEnd(started, Duration.ofMillis(5))).isEmpty();
    }
  }
}
