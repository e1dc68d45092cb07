package dev.versioned.rollout;

import java.util.Objects;

/** The judgement of a {@link HealthGate} on the new version. */
public sealed interface Health {

  /**
   * The new version is healthy.
   *
   * @param reason the numbers by which it is; kept in the ledger with the step, empty for none
   */
  record Healthy(String reason) implements Health {
    /**
     * Makes the value.
     *
     * @param reason the numbers by which it is healthy; empty for none
     */
    public Healthy {
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
      return reason.isEmpty() ? "healthy" : "healthy: " + reason;
    }
  }

  /**
   * The new version must not serve.
   *
   * @param reason why; kept in the ledger
   */
  record Unhealthy(String reason) implements Health {
    /**
     * Makes the value.
     *
     * @param reason why; kept in the ledger
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
   * There is not enough data to judge.
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
   * Returns that the new version is healthy.
   *
   * @return the health
   */
  static Health healthy() {
    return new Healthy("");
  }

  /**
   * Returns that the new version is healthy, and by which numbers.
   *
   * @param reason the numbers, such as {@code 5xx at 0.2 %, limit 1 %}; kept in the ledger with the
   *     step
   * @return the health
   */
  static Health healthy(String reason) {
    Objects.requireNonNull(reason, "reason");
    return new Healthy(reason);
  }

  /**
   * Returns that the new version must not serve.
   *
   * @param reason why, such as {@code 5xx at 3.1 %, limit 1 %}; kept in the ledger
   * @return the health
   */
  static Health unhealthy(String reason) {
    Objects.requireNonNull(reason, "reason");
    return new Unhealthy(reason);
  }

  /**
   * Returns that there is not enough data to judge.
   *
   * @param reason what is missing, such as {@code 12 requests of 100}
   * @return the health
   */
  static Health notEnoughData(String reason) {
    Objects.requireNonNull(reason, "reason");
    return new NotEnoughData(reason);
  }
}
