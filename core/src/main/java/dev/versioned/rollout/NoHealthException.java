package dev.versioned.rollout;

/** A gate returned null, which is no health: it must never count as a healthy one. */
final class NoHealthException extends NullPointerException {
  private static final long serialVersionUID = 1L;

  NoHealthException() {
    super(
        "Cannot judge the new version: the health gate returned null; return healthy, unhealthy or"
            + " not enough data");
  }

  /** Asks a gate. */
  static Health ask(HealthGate gate, RolloutStatus status) throws Exception {
    Health health = gate.check(status);
    // rule: gate-returns-no-null
    if (health == null) {
      throw new NoHealthException();
    }
    return health;
  }
}
