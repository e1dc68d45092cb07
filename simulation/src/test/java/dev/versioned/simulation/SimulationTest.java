package dev.versioned.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.versioned.testkit.fault.StoreOperation;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Runs random worlds: by default always the same; with {@code -Dsimulation.runs=100000} more, with
 * {@code -Dsimulation.seed=42} from another seed on, and with {@code -Dsimulation.replay=42} that
 * one alone, told call by call.
 */
class SimulationTest {
  private static final long RUNS = Long.getLong("simulation.runs", 40_000);
  private static final long SEED = Long.getLong("simulation.seed", 1);
  private static final Optional<Plan> REPLAY =
      Optional.ofNullable(System.getProperty("simulation.replay")).map(Plan::parse);
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  /** Enough to come to every call of every operation. */
  private static final long ENOUGH = 10_000;

  @Test
  void noWorldBreaksAPromiseAndEveryCallIsACrashPoint() {
    if (REPLAY.isPresent()) {
      String story = Simulation.story(REPLAY.get());
      System.out.println(story);
      assertThat(story).endsWith("no promise was broken");
      return;
    }
    Simulation.Result result = Simulation.hitMissing(Simulation.run(SEED, RUNS, THREADS));
    System.out.println("Random: " + result);
    result.failure().ifPresent(failure -> fail(Simulation.story(failure.plan()), failure.cause()));
    Coverage coverage = result.coverage();
    if (RUNS >= ENOUGH) {
      assertThat(coverage.hits()).isEqualTo(coverage.total());
      assertThat(coverage.called()).isEqualTo(EnumSet.allOf(StoreOperation.class));
    }
  }

  @Test
  void runsReplayExactly() {
    for (long seed = 1; seed <= 200; seed++) {
      Plan plan = Plan.of(seed).with(new Plan.Death(7, true));
      String story = Simulation.story(plan);
      assertThat(Simulation.story(Plan.parse(plan.toString()))).isEqualTo(story);
    }
  }
}
