package dev.versioned.internal.maintenance;

import dev.versioned.model.ArtifactName;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of one collection.
 *
 * @param only the one artifact to collect; empty for all
 * @param gracePeriod how long after it was written or begun an object is left alone
 * @param undeleteWindow how long the bytes of deleted versions are kept
 * @param givenUp whether objects under numbers that were given up are removed too
 */
public record GcRequest(
    Optional<ArtifactName> only, Duration gracePeriod, Duration undeleteWindow, boolean givenUp) {

  public GcRequest only(ArtifactName artifact) {
    return new GcRequest(Optional.of(artifact), gracePeriod, undeleteWindow, givenUp);
  }

  public GcRequest withGracePeriod(Duration period) {
    return new GcRequest(only, period, undeleteWindow, givenUp);
  }

  public GcRequest withUndeleteWindow(Duration window) {
    return new GcRequest(only, gracePeriod, window, givenUp);
  }

  public GcRequest withGivenUp() {
    return new GcRequest(only, gracePeriod, undeleteWindow, true);
  }
}
