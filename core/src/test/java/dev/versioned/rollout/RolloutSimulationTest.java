package dev.versioned.rollout;

import static dev.versioned.rollout.RolloutWorld.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.RolloutHandle;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.maintenance.Interposed;
import dev.versioned.maintenance.Interposed.Killed;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.Latest;
import dev.versioned.model.Routing;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout.State;
import dev.versioned.rollout.TickResult.Outcome;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random worlds on a virtual clock: tickers, people and vandals take turns at every call of the
 * store; some of them die there, and some replies are lost. {@code -Dversioned.rollout.seeds} makes
 * more worlds; a failure names its seed.
 */
class RolloutSimulationTest {
  private static final List<String> STRATEGIES =
      List.of(
          "AllAtOnce",
          "AllAtOnceBake10Minutes",
          "Canary10Percent5Minutes",
          "Canary2.5Percent90SecondsBake1Minute",
          "Linear10PercentEvery1Minute",
          "Linear30PercentEvery10MinutesBake2Minutes",
          "Exponential10PercentEvery4MinutesBake10Minutes");

  /** One world. */
  private static final class Run {
    private final Random random;
    private final RolloutWorld world = new RolloutWorld(4);
    private final RolloutWatch watch =
        new RolloutWatch(
            world.catalog.findAlias(world.checkout.name(), world.live.name()).orElseThrow());
    private final Interleaving interleaving;
    private final AliasHandle live;
    private final int crashesPerThousand;

    Run(long seed) {
      random = new Random(seed);
      crashesPerThousand = random.nextInt(3) * 20;
      interleaving = new Interleaving(random, this::timePasses);
      ItemStore store = interleaving.over(ItemStore.class, world.items, this::call);
      live = world.over(store).artifact("checkout").alias("LIVE");
    }

    private void timePasses() {
      if (random.nextInt(4) == 0) {
        world.clock.advance(Duration.ofMillis(random.nextInt(60_000)));
      }
    }

    private Object call(Method method, Object[] arguments, Interposed.Call call) throws Throwable {
      boolean move = Interposed.isFor("move alias", arguments);
      int fate = random.nextInt(1_000) - crashesPerThousand;
      if (fate < -crashesPerThousand / 2) {
        throw new Killed("before " + arguments[0]);
      }
      if (move && random.nextInt(50) == 0) {
        return new ItemWrite.NoneWritten(new TreeMap<>(), true);
      }
      Object result = call.proceed();
      if (move && result instanceof ItemWrite.AllWritten) {
        AliasEntry after =
            world.catalog.findAlias(world.checkout.name(), world.live.name()).orElseThrow();
        watch.moved(
            after,
            world
                .catalog
                .findLedgerRow(after.artifact(), after.name(), after.revision())
                .orElseThrow()
                .entry()
                .action());
      }
      if (fate < 0) {
        throw new Killed("after " + arguments[0]);
      } else if (move && random.nextInt(20) == 0) {
        throw BackendException.withoutReply("Cannot hear the reply", null);
      }
      return result;
    }

    /** Does something again and again, each time as a new process if it died. */
    private Runnable often(int times, Runnable what) {
      return () -> {
        for (int i = 0; i < times; i++) {
          try {
            what.run();
          } catch (ArtifactException | IllegalArgumentException | Killed e) {
            // Refused, or in doubt, or dead: the watch and the end tell what is true.
            interleaving.pass();
          }
        }
      };
    }

    private Health health() {
      int draw = random.nextInt(60);
      return draw == 0
          ? Health.unhealthy("drawn")
          : draw < 12 ? Health.notEnoughData("drawn") : Health.healthy();
    }

    private void tick() {
      Health health = health();
      TickResult result =
          live.rollout()
              .tick(
                  status -> {
                    // Others go on while the gate is asked.
                    interleaving.pass();
                    return health;
                  });
      if (health instanceof Health.Unhealthy && result.outcome() != Outcome.OVER) {
        assertThat(result.status().rollout().isOver() || result.outcome() == Outcome.OUTRUN)
            .as("back within one tick: %s", result)
            .isTrue();
      }
    }

    private void start() {
      RolloutStrategy strategy =
          RolloutStrategy.parse(STRATEGIES.get(random.nextInt(STRATEGIES.size())));
      NotEnoughDataPolicy policy =
          switch (random.nextInt(3)) {
            case 0 -> NotEnoughDataPolicy.proceed();
            case 1 -> NotEnoughDataPolicy.rollBack();
            default -> NotEnoughDataPolicy.waitAtMost(Duration.ofMinutes(random.nextInt(90)));
          };
      live.rollout()
          .start(RolloutPlan.of(number(1 + random.nextInt(4)), strategy).withNotEnoughData(policy));
    }

    private void steer() {
      switch (random.nextInt(5)) {
        case 0 -> live.rollout().pause();
        case 1, 2, 3 -> live.rollout().resume();
        default -> {
          if (random.nextInt(4) == 0) {
            live.rollout().abort();
          }
        }
      }
    }

    private void meddle() {
      int version = 1 + random.nextInt(4);
      switch (random.nextInt(24)) {
        case 0 -> live.pointTo(number(version));
        case 1 ->
            live.moveTo(
                Routing.split(number(version), number(version % 4 + 1), Weight.percent(33)));
        case 2 -> live.rollback();
        case 3 -> live.promote();
        case 4 -> live.delete();
        case 5 -> live.pointTo(Latest.LATEST);
        case 6, 7 -> live.describe("at " + version);
        default -> {
          // Deletions meet the references: a version in use is refused.
          if (random.nextInt(10) == 0) {
            world.checkout.delete(number(version));
            world.checkout.restore(number(version));
          }
        }
      }
    }

    Map<State, Integer> run() throws Throwable {
      int tickers = 1 + random.nextInt(5);
      for (int i = 0; i < tickers; i++) {
        interleaving.add(often(120 / tickers, this::tick));
      }
      interleaving.add(often(10, this::start));
      if (random.nextBoolean()) {
        interleaving.add(often(15, this::steer));
      }
      if (random.nextInt(3) > 0) {
        interleaving.add(often(20, this::meddle));
      }
      interleaving.run();
      quietEnd();
      return watch.ends();
    }

    /** One ticker that does not die takes what is under way to its end, in as many ticks as due. */
    private void quietEnd() {
      AliasHandle quiet = world.live;
      RolloutStatus status = quiet.rollout().find().orElse(null);
      if (status == null || status.rollout().isOver()) {
        assertThat(world.repo.fsck().violations()).isEmpty();
        return;
      }
      if (status.rollout().state() == State.PAUSED) {
        quiet.rollout().resume();
      }
      int left = status.rollout().plan().strategy().steps() - status.rollout().step() + 1;
      boolean healthy = random.nextBoolean();
      HealthGate gate = asked -> healthy ? Health.healthy() : Health.unhealthy("at the end");
      TickResult result = quiet.rollout().tick(gate);
      for (int i = 0; i < left && !result.status().rollout().isOver(); i++) {
        world.clock.advance(Duration.ofHours(1));
        result = quiet.rollout().tick(gate);
      }
      assertThat(result.status().rollout().state())
          .isEqualTo(healthy ? State.PROMOTED : State.ROLLED_BACK);
      assertThat(quiet.read().routing())
          .isEqualTo(
              Routing.to(healthy ? status.rollout().plan().version() : status.rollout().from()));
      assertThat(world.repo.fsck().violations()).isEmpty();
    }
  }

  @Test
  void rolloutsAreWhatTheirStrategySaysWhateverHappens() {
    int seeds = Integer.getInteger("versioned.rollout.seeds", 400);
    Map<State, Integer> ends = new EnumMap<>(State.class);
    for (long seed = 0; seed < seeds; seed++) {
      try {
        new Run(seed).run().forEach((state, count) -> ends.merge(state, count, Integer::sum));
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    // A simulation that never gets anywhere proves nothing.
    assertThat(ends.keySet())
        .containsExactlyInAnyOrder(State.PROMOTED, State.ROLLED_BACK, State.SUPERSEDED);
    assertThat(ends.values()).allMatch(count -> count > seeds / 20);
  }

  @Test
  void lostReplyOfAStepIsKnownAgain() {
    RolloutWorld world = new RolloutWorld(2);
    boolean[] lost = {false};
    ItemStore deaf =
        Interposed.on(
            ItemStore.class,
            world.items,
            (method, arguments, call) -> {
              Object result = call.proceed();
              if (Interposed.isFor("move alias", arguments) && !lost[0]) {
                lost[0] = true;
                throw BackendException.withoutReply("Cannot hear the reply", null);
              }
              return result;
            });
    RolloutHandle rollout = world.over(deaf).artifact("checkout").alias("LIVE").rollout();
    for (int i = 0; i < 3; i++) {
      lost[0] = false;
      if (i == 0) {
        rollout.start(number(2), RolloutStrategy.allAtOnce());
      } else {
        assertThat(rollout.tick(HealthGate.open()).outcome())
            .isEqualTo(i == 1 ? Outcome.STEPPED : Outcome.PROMOTED);
      }
      assertThat(lost[0]).isTrue();
    }
    assertThat(world.live.read().revision()).isEqualTo(4);
  }

  @Test
  void whatStaysUnknownIsFoundOutByTheNextTick() {
    RolloutWorld world = new RolloutWorld(2);
    boolean[] deaf = {false};
    ItemStore store =
        Interposed.on(
            ItemStore.class,
            world.items,
            (method, arguments, call) -> {
              Object result = call.proceed();
              if (deaf[0] && Interposed.isFor("move alias", arguments)) {
                throw BackendException.withoutReply("Cannot hear the reply", null);
              }
              return result;
            });
    RolloutHandle rollout = world.over(store).artifact("checkout").alias("LIVE").rollout();
    rollout.start(number(2), RolloutStrategy.parse("Canary10Percent5Minutes"));
    deaf[0] = true;
    assertThatThrownBy(() -> rollout.tick(HealthGate.open()))
        .isInstanceOf(UnknownOutcomeException.class);
    deaf[0] = false;
    TickResult next = rollout.tick(HealthGate.open());
    assertThat(next.outcome()).isEqualTo(Outcome.WAITED);
    assertThat(next.status().rollout().step()).isEqualTo(1);
  }
}
