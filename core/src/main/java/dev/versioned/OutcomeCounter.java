package dev.versioned;

import dev.versioned.internal.fleet.OutcomeTally;
import dev.versioned.model.Version;
import java.util.Objects;

/**
 * Counts what becomes of the requests that a process routes by a {@link LiveAlias}, for each
 * version of a split:
 *
 * <pre>{@code
 * Version version = live.route(userId);
 * long begun = System.nanoTime();
 * try {
 *   answer(version, request);
 *   live.outcomes().succeeded(version, System.nanoTime() - begun);
 * } catch (RuntimeException e) {
 *   live.outcomes().failed(version, System.nanoTime() - begun);
 *   throw e;
 * }
 * }</pre>
 *
 * <p>Requests of other versions are not counted, and none are while the alias does not split its
 * traffic between two versions, or this process is pinned to one. Counts begin at zero with each
 * split, and are added to the reports of this process.
 *
 * <p>Thread-safe. Counting takes no lock and allocates nothing.
 */
public final class OutcomeCounter {
  private final OutcomeTally tally;

  OutcomeCounter(OutcomeTally tally) {
    this.tally = tally;
  }

  /**
   * Returns whether requests are counted now: otherwise there is no need to measure them.
   *
   * @return whether the alias splits its traffic, and outcomes are counted
   */
  public boolean isCounting() {
    return tally.isCounting();
  }

  /**
   * Counts a request that succeeded, and how long it took.
   *
   * @param version the version that it was routed to
   * @param nanos how long it took, in nanoseconds
   */
  public void succeeded(Version version, long nanos) {
    Objects.requireNonNull(version, "version");
    tally.succeeded(version, nanos);
  }

  /**
   * Counts a request that succeeded; its latency is not compared.
   *
   * @param version the version that it was routed to
   */
  public void succeeded(Version version) {
    Objects.requireNonNull(version, "version");
    tally.succeeded(version);
  }

  /**
   * Counts a request that failed, and how long it took.
   *
   * @param version the version that it was routed to
   * @param nanos how long it took, in nanoseconds
   */
  public void failed(Version version, long nanos) {
    Objects.requireNonNull(version, "version");
    tally.failed(version, nanos);
  }

  /**
   * Counts a request that failed; its latency is not compared.
   *
   * @param version the version that it was routed to
   */
  public void failed(Version version) {
    Objects.requireNonNull(version, "version");
    tally.failed(version);
  }
}
