package dev.versioned.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.versioned.rollout.Rollout.State;
import dev.versioned.testkit.fault.StoreOperation;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs random worlds: by default always the same; with {@code -Dsimulation.runs=100000} more, with
 * {@code -Dsimulation.seed=42} from another seed on, and with {@code -Dsimulation.replay=42} that
 * one alone, with a trace of every call. With {@code -Dsimulation.points=write} the list of the
 * crash points is written again.
 */
@Tag("again")
class SimulationTest {
  /** Enough for every build; the full build has the long version. */
  static final long RUNS =
      Long.getLong("simulation.runs", Boolean.getBoolean("versioned.full") ? 100_000 : 500);

  private static final long SEED = Long.getLong("simulation.seed", 1);
  private static final Optional<Plan> REPLAY =
      Optional.ofNullable(System.getProperty("simulation.replay")).map(Plan::parse);
  private static final String POINTS = System.getProperty("simulation.points", "check");
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  /**
   * Enough to reach every call, some of them by a plan; with fewer runs only the promises are
   * checked, and that each call that was made is listed.
   */
  private static final long ENOUGH = 2_000;

  @Test
  void noWorldBreaksAPromiseAndEveryCallIsACrashPoint() {
    if (REPLAY.isPresent()) {
      String story = Simulation.story(REPLAY.get());
      System.out.println(story);
      assertThat(story).endsWith("no promise was broken");
      return;
    }
    CrashPoints points = CrashPoints.read();
    Simulation.Result chance = Simulation.run(SEED, RUNS, THREADS);
    boolean complete = RUNS >= ENOUGH;
    Simulation.Result result =
        complete ? Simulation.hitMissing(Simulation.play(chance, points.plans())) : chance;
    System.out.println("Random: " + result.toString(points.total()));
    System.out.println("Rollouts: " + result.coverage().rolloutEnds());
    result.failure().ifPresent(failure -> fail(Simulation.story(failure.plan()), failure.cause()));
    Coverage coverage = result.coverage();
    if (POINTS.equals("write")) {
      System.out.println("No longer reached: " + points.missed(coverage));
      CrashPoints.write(coverage);
      return;
    }
    if (POINTS.equals("ignore")) {
      return;
    }
    assertThat(points.unlisted(coverage)).as("to be added to crash-points.txt").isEmpty();
    if (complete) {
      assertThat(points.missed(coverage)).as("in crash-points.txt, and not reached").isEmpty();
      assertThat(coverage.hits()).as("crash points hit").isEqualTo(points.total());
      assertThat(coverage.rolloutEnds().keySet())
          .as("ends of rollouts")
          .containsExactlyInAnyOrder(State.PROMOTED, State.ROLLED_BACK, State.SUPERSEDED);
      assertThat(coverage.rolloutEnds().values()).allMatch(count -> count > RUNS / 100);
    }
  }

  @Test
  void everyOperationHasCrashPoints() {
    CrashPoints points = CrashPoints.read();
    assertThat(points.kinds()).isEqualTo(EnumSet.allOf(Operation.Kind.class));
    assertThat(points.calls())
        .as(
            "all; stores are bound before a world begins, no record is damaged, nobody has a key or attests,"
                + " nothing depends on reports, and the crashes of copies are those of InterruptedCopyTest")
        .isEqualTo(
            EnumSet.complementOf(
                EnumSet.of(
                    StoreOperation.BIND,
                    StoreOperation.EXAMINE,
                    StoreOperation.SIGN,
                    StoreOperation.FIND_SIGNATURE,
                    StoreOperation.SIGNATURES,
                    StoreOperation.ATTACH,
                    StoreOperation.REPORT,
                    StoreOperation.SAMPLE,
                    StoreOperation.FIND_SAMPLING,
                    StoreOperation.REPORTS,
                    StoreOperation.IMPORT,
                    StoreOperation.OVERRIDES,
                    StoreOperation.SET_ASIDE)));
  }

  @Test
  void runsReplayExactly() {
    long seeds = Boolean.getBoolean("versioned.full") ? 200 : 20;
    for (long seed = 1; seed <= seeds; seed++) {
      Plan plan = Plan.of(seed).with(new Plan.Death(7, true));
      String story = Simulation.story(plan);
      assertThat(Simulation.story(Plan.parse(plan.toString()))).isEqualTo(story);
    }
  }
}
