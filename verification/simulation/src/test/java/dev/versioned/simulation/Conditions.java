package dev.versioned.simulation;

import dev.versioned.RepositorySettings;
import dev.versioned.testkit.fault.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The conditions of a random world, for all of its actors.
 *
 * @param faultRate the fraction of calls that meet a fault, 0 to 1
 * @param faults the possible faults
 * @param collecting whether there are collectors
 * @param window how long collectors keep deleted versions
 * @param skew the maximum error of a clock, in milliseconds
 * @param copies whether the store copies blobs itself
 * @param bursts whether the actor that makes a call usually makes the next one, too
 * @param chase whether collectors pursue the bytes of the other actors, and nothing else happens
 * @param settings the settings of all repositories, without their environment
 */
record Conditions(
    double faultRate,
    List<Fault> faults,
    boolean collecting,
    Duration window,
    long skew,
    boolean copies,
    boolean bursts,
    boolean chase,
    RepositorySettings settings) {
  private static final long MOST_SKEW = 50;
  private static final List<Integer> WINDOWS = List.of(0, 10, 50, 500);
  private static final List<Fault> ALL_FAULTS =
      List.of(Fault.values()).subList(1, Fault.values().length);

  /**
   * Draws a third without faults, a sixth with only the SDK's own retries, the rest with all
   * faults.
   */
  static Conditions draw(SplittableRandom random) {
    int weather = random.nextInt(20);
    boolean collecting = random.nextBoolean();
    boolean chase = collecting && random.nextInt(5) == 0;
    return new Conditions(
        weather < 7 ? 0 : weather < 10 ? 0.3 : 0.02 + random.nextDouble(0.15),
        weather < 10 ? List.of(Fault.APPLY_TWICE) : ALL_FAULTS,
        collecting,
        Duration.ofMillis(WINDOWS.get(random.nextInt(WINDOWS.size()))),
        random.nextBoolean() ? MOST_SKEW : 0,
        random.nextInt(4) > 0,
        chase || random.nextInt(3) == 0,
        chase,
        RepositorySettings.defaults()
            .withActor("simulation")
            .withPartBytes(Material.PART_BYTES)
            .withPageSize(2 + random.nextInt(3))
            .withPublishWait(Duration.ofMillis(random.nextBoolean() ? 20 : 10_000))
            .withContentionTimeout(Duration.ofMillis(random.nextBoolean() ? 100 : 30_000)));
  }

  Fault fault(SplittableRandom random) {
    return faultRate > 0 && random.nextDouble() < faultRate
        ? faults.get(random.nextInt(faults.size()))
        : Fault.NONE;
  }

  long skew(SplittableRandom random) {
    return skew == 0 ? 0 : random.nextLong(2 * skew) - skew;
  }

  /** Returns the circumstances that excuse some results. */
  Set<Circumstance> circumstances(boolean deaths) {
    Set<Circumstance> circumstances = EnumSet.of(Circumstance.INTRUDERS);
    if (faultRate > 0 && faults.size() > 1) {
      circumstances.add(Circumstance.FAILURES);
      circumstances.add(Circumstance.CORRUPTION);
    }
    if (collecting) {
      circumstances.add(Circumstance.COLLECTOR);
    }
    if (settings.contentionTimeout().toMillis() < 1000) {
      circumstances.add(Circumstance.HURRY);
    }
    if (circumstances.size() == 1 && !deaths && settings.publishWait().toMillis() > 1000) {
      circumstances.add(Circumstance.CALM);
    }
    return circumstances;
  }
}
