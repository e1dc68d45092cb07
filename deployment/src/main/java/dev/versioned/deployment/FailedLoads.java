package dev.versioned.deployment;

import dev.versioned.AliasHandle;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Aborts the rollout of a version that cannot be made ready, if that is wanted. */
final class FailedLoads {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.deployment");

  private final AliasHandle alias;
  private final boolean abortRollout;

  FailedLoads(AliasHandle alias, boolean abortRollout) {
    this.alias = alias;
    this.abortRollout = abortRollout;
  }

  /** Handles a failure. The caller's exception is the one that matters: none is thrown here. */
  void failed(VersionNotReadyException failure) {
    if (!abortRollout) {
      return;
    }
    try {
      Optional<RolloutStatus> underWay =
          alias
              .rollout()
              .find()
              .filter(status -> !status.rollout().isOver())
              .filter(status -> status.rollout().plan().version().equals(failure.version().id()));
      if (underWay.isPresent()) {
        abort(underWay.get(), failure);
      }
    } catch (RuntimeException e) {
      LOG.warn("the rollout of {} could not be aborted", failure.version(), e);
    }
  }

  private void abort(RolloutStatus status, VersionNotReadyException failure) {
    Rollout rollout = status.rollout();
    LOG.warn("the rollout {} is aborted: {}", status, failure.getMessage());
    alias
        .rollout()
        .abort(
            update ->
                update
                    .expectRevision(status.alias().revision())
                    .reason(String.valueOf(failure.getMessage())));
    LOG.info("rollout {} of {} is aborted", rollout.id(), alias);
  }
}
