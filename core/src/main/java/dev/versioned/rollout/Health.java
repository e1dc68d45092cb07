package dev.versioned.rollout;

import java.util.Objects;

/** What a {@link HealthGate} says of the new version. */
public sealed interface Health {

  /** All is well. */
  record Healthy() implements Health {
    @Override
    public String toString() {
      return "healthy";
    }
  }

  /**
   * The new version must not serve.
   *
   * @param reason why; goes to the ledger
   */
  record Unhealthy(String reason) implements Health {
    /**
     * Makes the value.
     *
     * @param reason why; goes to the ledger
     */
    public Unhealthy {
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
      return "unhealthy: " + reason;
    }
  }

  /**
   * Too little was seen to tell.
   *
   * @param reason what is missing
   */
  record NotEnoughData(String reason) implements Health {
    /**
     * Makes the value.
     *
     * @param reason what is missing
     */
    public NotEnoughData {
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
      return "not enough data: " + reason;
    }
  }

  /**
   * Says that all is well.
   *
   * @return the health
   */
  static Health healthy() {
    return new Healthy();
  }

  /**
   * Says that the new version must not serve.
   *
   * @param reason why, such as {@code 5xx at 3.1 %, limit 1 %}; goes to the ledger
   * @return the health
   */
  static Health unhealthy(String reason) {
    Objects.requireNonNull(reason, "reason");
    return new Unhealthy(reason);
  }

  /**
   * Says that too little was seen to tell.
   *
   * @param reason what is missing, such as {@code 12 requests of 100}
   * @return the health
   */
  static Health notEnoughData(String reason) {
    Objects.requireNonNull(reason, "reason");
    return new NotEnoughData(reason);
  }
}
