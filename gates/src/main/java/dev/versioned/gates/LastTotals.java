package dev.versioned.gates;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last totals of the rollouts that a gate saw lately. */
final class LastTotals {
  private static final int MOST = 1_000;

  /**
   * The totals of a rollout.
   *
   * @param canary of the new version
   * @param stable of the old version
   */
  private record Totals(Outcomes canary, Outcomes stable) {}

  private final Map<String, Totals> byRollout =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Totals> eldest) {
          return size() > MOST;
        }
      };

  /** Keeps new totals unless one is smaller than before, and returns whether none is. */
  synchronized boolean replace(String rollout, Outcomes canary, Outcomes stable) {
    Totals before = byRollout.get(rollout);
    if (before != null && !(canary.follows(before.canary()) && stable.follows(before.stable()))) {
      return false;
    }
    byRollout.put(rollout, new Totals(canary, stable));
    return true;
  }
}
