package dev.versioned.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Runs random worlds: by default always the same, with {@code -Dsimulation.runs=100000} more, with
 * {@code -Dsimulation.seed=42} from another seed on.
 */
class SimulationTest {
  private static final long RUNS = Long.getLong("simulation.runs", 40_000);
  private static final long SEED = Long.getLong("simulation.seed", 1);
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  @Test
  void noWorldBreaksAPromiseAndEveryCallIsACrashPoint() {
    Simulation.Result result = Simulation.hitMissing(Simulation.run(SEED, RUNS, THREADS));
    System.out.println("Random: " + result);
    result.failure().ifPresent(failure -> fail(Simulation.story(failure), failure.cause()));
    if (RUNS >= 10_000) {
      assertThat(result.coverage().hits()).isEqualTo(result.coverage().total());
    }
  }

  @Test
  void runsReplayExactly() {
    for (long seed = 1; seed <= 200; seed++) {
      assertThat(trace(seed)).isEqualTo(trace(seed));
    }
  }

  private static String trace(long seed) {
    return Simulation.story(
        new Simulation.Failure(seed, Optional.empty(), new Violation("none")));
  }
}
