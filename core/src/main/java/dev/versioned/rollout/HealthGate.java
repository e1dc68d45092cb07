package dev.versioned.rollout;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Decides whether a rollout may continue: an alarm, a query of metrics, a call of a health
 * endpoint.
 *
 * <p>Called at every tick of a rollout that is not over: before each step, between them, and during
 * the bake time. Several processes may call it at the same time, and more often than there are
 * steps. A gate that throws counts as {@linkplain Health#notEnoughData not enough data}. If a gate
 * returns null, the tick throws {@link NullPointerException}, and no traffic moves.
 */
@FunctionalInterface
public interface HealthGate {

  /**
   * Judges the new version.
   *
   * @param status which rollout, and how far it is
   * @return its health
   * @throws Exception if the health cannot be determined
   */
  Health check(RolloutStatus status) throws Exception;

  /**
   * Returns the gate that is always open.
   *
   * @return a gate that finds everything healthy
   */
  static HealthGate open() {
    return status -> Health.healthy();
  }

  /**
   * Joins gates that must all be healthy: unhealthy if one is, with its reason; else not enough
   * data if one has not enough or fails; else healthy. The reasons of all that have not enough
   * data, or of all that are healthy, are joined. The gates are called in their order, up to the
   * first that is unhealthy; without gates it is healthy.
   *
   * @param gates the gates
   * @return a gate that calls them all
   */
  static HealthGate allOf(HealthGate... gates) {
    return new AllGates(checked(gates));
  }

  /**
   * Joins gates of which one is enough: healthy if one is, with its reason; else not enough data if
   * one has not enough or fails; else unhealthy. The reasons of all that have not enough data, or
   * of all that are unhealthy, are joined. The gates are called in their order, up to the first
   * that is healthy.
   *
   * @param gates the gates, at least one
   * @return a gate that calls them
   * @throws IllegalArgumentException if there is none
   */
  static HealthGate anyOf(HealthGate... gates) {
    List<HealthGate> all = checked(gates);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("Cannot join gates: none is given; give at least one");
    }
    return new AnyGate(all);
  }

  private static List<HealthGate> checked(HealthGate... gates) {
    for (HealthGate gate : Objects.requireNonNull(gates, "gates")) {
      Objects.requireNonNull(gate, "gates");
    }
    return List.of(gates);
  }

  /**
   * Names a gate: each of its reasons begins with the name, as in {@code errors: 5xx at 3.1 %}, so
   * that the ledger shows which of several gates decided. An exception of the gate is not changed.
   *
   * @param name the name, not blank
   * @param gate the gate
   * @return a gate that decides as this one does
   * @throws IllegalArgumentException if the name is blank
   */
  static HealthGate named(String name, HealthGate gate) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(gate, "gate");
    if (name.isBlank()) {
      throw new IllegalArgumentException("Cannot name a gate: the name is blank; give another");
    }
    return new NamedGate(name, gate);
  }

  /**
   * Limits how long a gate may take: an answer that is late is not enough data, for which the plan
   * has a {@linkplain NotEnoughDataPolicy policy}.
   *
   * @param gate the gate
   * @param longest the longest time, 1 ms to a day
   * @return a gate that answers in this time
   * @throws IllegalArgumentException if the time is shorter or longer
   * @see #withTimeout(HealthGate, Duration, Health)
   */
  static HealthGate withTimeout(HealthGate gate, Duration longest) {
    Objects.requireNonNull(longest, "longest");
    return withTimeout(
        gate, longest, Health.notEnoughData("the gate gave no answer within " + longest));
  }

  /**
   * Limits how long a gate may take. Each call runs on a daemon thread of its own, which is
   * interrupted when the time is over, or when the caller is interrupted. While 8 calls have not
   * ended although they were interrupted, the gate is not called, and counts as late. Exceptions of
   * the gate are thrown to the caller.
   *
   * @param gate the gate
   * @param longest the longest time, 1 ms to a day
   * @param whenLate what counts if there is no answer in this time: unhealthy or not enough data
   * @return a gate that answers in this time
   * @throws IllegalArgumentException if the time is shorter or longer, or a late answer would count
   *     as healthy
   */
  static HealthGate withTimeout(HealthGate gate, Duration longest, Health whenLate) {
    Objects.requireNonNull(gate, "gate");
    checkTime("limit the time of a gate", longest);
    Objects.requireNonNull(whenLate, "whenLate");
    // rule: late-gate-is-not-healthy
    if (whenLate instanceof Health.Healthy) {
      throw new IllegalArgumentException(
          "Cannot count a late gate as healthy: give unhealthy or not enough data");
    }
    return new TimedGate(gate, longest, whenLate);
  }

  /**
   * Keeps the answer of a gate for some time, so that an expensive query is not made at every tick.
   * An answer, whatever it is, counts for its step of its rollout only; the time starts when the
   * gate is called, by the system's clock. An exception is not kept. Ticks at the same time may
   * each call the gate.
   *
   * @param gate the gate
   * @param longest how long an answer counts, 1 ms to a day
   * @return a gate that calls this one less often
   * @throws IllegalArgumentException if the time is shorter or longer
   */
  static HealthGate cachedFor(HealthGate gate, Duration longest) {
    Objects.requireNonNull(gate, "gate");
    checkTime("keep the answer of a gate", longest);
    return new CachedGate(gate, longest, Clock.systemUTC());
  }

  private static void checkTime(String what, Duration longest) {
    Objects.requireNonNull(longest, "longest");
    if (longest.compareTo(Duration.ofMillis(1)) < 0 || longest.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "Cannot " + what + ": " + longest + " is not between 1 ms and a day");
    }
  }
}
