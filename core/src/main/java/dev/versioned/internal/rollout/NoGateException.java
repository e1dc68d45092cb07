package dev.versioned.internal.rollout;

import dev.versioned.rollout.RolloutStatus;

/** Ends a tick before anything is decided: no gate can judge the rollout. */
public final class NoGateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient RolloutStatus status;

  /** Makes the exception, for the rollout as the tick has seen it. */
  public NoGateException(RolloutStatus status, String reason) {
    super(reason);
    this.status = status;
  }

  /** Returns the rollout. */
  public RolloutStatus status() {
    return status;
  }
}
