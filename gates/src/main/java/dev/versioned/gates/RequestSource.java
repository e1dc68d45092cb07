package dev.versioned.gates;

import dev.versioned.model.Target;
import dev.versioned.rollout.RolloutStatus;
import java.util.Map;

/**
 * Reads how many requests each version served at the present weight. Several threads may call it at
 * the same time.
 */
@FunctionalInterface
public interface RequestSource {

  /**
   * Reads the requests since the present step was made, which is {@code
   * status.rollout().changedAt()}. Leave out the first moments, until all processes that route know
   * the new weight.
   *
   * @param status the rollout
   * @return the requests by version, that is by {@code status.rollout().plan().version()} and
   *     {@code status.rollout().from()}; a version without requests may be missing
   * @throws Exception if they cannot be read: the gate then has not enough data
   */
  Map<Target, Long> read(RolloutStatus status) throws Exception;
}
