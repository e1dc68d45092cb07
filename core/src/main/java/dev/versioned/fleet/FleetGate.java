package dev.versioned.fleet;

import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutStatus;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A gate that asks the fleet: has it arrived at the current revision, and can it prepare the
 * rollout's version?
 *
 * <p>There is not enough data while no process reports, or fewer processes than a share (default:
 * 99 %) route by the alias as it is stored. The version is unhealthy if more than a share of the
 * processes (default: 10 %), and processes of at least two names, report that they cannot prepare
 * it: one host with a full disk ends no rollout.
 *
 * <p>In a large fleet the shares are those of the sample. Any process that may report may hold,
 * open or fail this gate. Immutable and thread-safe.
 */
public final class FleetGate implements HealthGate {
  private static final int NAMED = 5;

  private final Supplier<Fleet> fleet;
  private final Weight converged;
  private final Weight notReady;

  private FleetGate(Supplier<Fleet> fleet, Weight converged, Weight notReady) {
    this.fleet = fleet;
    this.converged = converged;
    this.notReady = notReady;
  }

  /**
   * Makes a gate with the default shares.
   *
   * @param fleet reads the fleet
   * @return the gate
   */
  public static FleetGate of(Supplier<Fleet> fleet) {
    Objects.requireNonNull(fleet, "fleet");
    return new FleetGate(fleet, Weight.percent(99), Weight.percent(10));
  }

  /**
   * Returns this gate with another share of processes that must route by the current revision.
   *
   * @param share the share; 0 % waits for none
   * @return the changed gate
   */
  public FleetGate withConverged(Weight share) {
    return new FleetGate(fleet, Objects.requireNonNull(share, "share"), notReady);
  }

  /**
   * Returns this gate with another share of processes that may be unable to prepare the version.
   *
   * @param share the share; 100 % fails never
   * @return the changed gate
   */
  public FleetGate withNotReady(Weight share) {
    return new FleetGate(fleet, converged, Objects.requireNonNull(share, "share"));
  }

  @Override
  public Health check(RolloutStatus status) {
    Objects.requireNonNull(status, "status");
    Fleet now = fleet.get();
    long all = now.reports().size();
    if (all == 0) {
      return Health.notEnoughData("no process reports that it follows the alias");
    }
    VersionNumber version = status.rollout().plan().version();
    List<ProcessReport> failing = now.notReady(version);
    long names = failing.stream().map(ProcessReport::name).distinct().count();
    // rule: one-host-ends-no-rollout
    if (names > 1 && isOver(failing.size(), all, notReady)) {
      return Health.unhealthy(
          failing.size()
              + " of "
              + all
              + " reports: version "
              + version
              + " cannot be prepared, more than "
              + notReady
              + ": "
              + failing.get(0).notReady().get(version)
              + " ("
              + names(failing)
              + ")");
    }
    List<ProcessReport> behind = now.behind();
    // rule: fleet-that-is-behind-is-waited-for
    if (isOver(behind.size(), all, Weight.basisPoints(Weight.FULL - converged.basisPoints()))) {
      return Health.notEnoughData(
          String.format(
              Locale.ROOT,
              "%,d of %,d reports are of revision %d, %s are needed; behind: %s",
              all - behind.size(),
              all,
              now.alias().revision(),
              converged,
              names(behind)));
    }
    return Health.healthy();
  }

  private static boolean isOver(long some, long all, Weight share) {
    return some * Weight.FULL > all * share.basisPoints();
  }

  private static String names(List<ProcessReport> reports) {
    String names =
        reports.stream()
            .map(ProcessReport::name)
            .distinct()
            .limit(NAMED)
            .collect(Collectors.joining(", "));
    return reports.stream().map(ProcessReport::name).distinct().count() > NAMED
        ? names + ", …"
        : names;
  }
}
