package dev.versioned.gates;

import dev.versioned.model.Target;
import dev.versioned.rollout.RolloutStatus;
import java.util.Map;

/**
 * Reads what became of the requests of each version: a query of the application's metrics. Several
 * threads may call it at the same time.
 */
@FunctionalInterface
public interface OutcomeSource {

  /**
   * Reads the totals of the version that is rolled out and of the one before, since {@code
   * status.rollout().startedAt()}; with {@link OutcomeGate.Builder#byStep()}, since {@code
   * status.rollout().changedAt()}. They may be late, if for both versions alike. Totals that are
   * smaller than they were before are not used.
   *
   * @param status the rollout
   * @return the totals by version, that is by {@code status.rollout().plan().version()} and {@code
   *     status.rollout().from()}; a version without requests may be missing
   * @throws Exception if they cannot be read: the gate then has not enough data
   */
  Map<Target, Outcomes> read(RolloutStatus status) throws Exception;
}
