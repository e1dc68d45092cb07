package dev.versioned.internal.fleet;

import dev.versioned.fleet.LatencyHistogram;
import dev.versioned.fleet.OutcomeCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the outcomes of one version, without a lock or an allocation. Threads count in stripes of
 * their own, so that cores do not share a cache line. A request is one increment: of its outcome
 * and its latency together, so a sum never has a latency without its request.
 */
final class StripedCounts {
  /** The bucket of a request whose latency was not measured. */
  static final int NOT_MEASURED = LatencyHistogram.BUCKETS;

  private static final int CELLS = LatencyHistogram.BUCKETS + 1;
  private static final int MOST_STRIPES = 64;

  /** Cells around those of a stripe: two cache lines, which are read together. */
  private static final int SPREAD = 16;

  private final AtomicLongArray[] stripes;

  StripedCounts() {
    int cores = Math.min(MOST_STRIPES, Runtime.getRuntime().availableProcessors());
    stripes = new AtomicLongArray[Integer.highestOneBit(2 * cores - 1)];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new AtomicLongArray(SPREAD + 2 * CELLS + SPREAD);
    }
  }

  void succeeded(int bucket) {
    count(SPREAD + bucket);
  }

  void failed(int bucket) {
    count(SPREAD + CELLS + bucket);
  }

  private void count(int cell) {
    long id = Thread.currentThread().getId();
    stripes[(int) (id ^ (id >>> 6)) & (stripes.length - 1)].getAndIncrement(cell);
  }

  /** Returns the sums. Requests that are counted meanwhile may be missing; none ever vanishes. */
  OutcomeCounts sum() {
    List<Long> latencies = new ArrayList<>(LatencyHistogram.BUCKETS);
    long successes = sum(SPREAD + NOT_MEASURED);
    long failures = sum(SPREAD + CELLS + NOT_MEASURED);
    for (int bucket = 0; bucket < LatencyHistogram.BUCKETS; bucket++) {
      long succeeded = sum(SPREAD + bucket);
      long failed = sum(SPREAD + CELLS + bucket);
      latencies.add(succeeded + failed);
      successes += succeeded;
      failures += failed;
    }
    return new OutcomeCounts(successes, failures, new LatencyHistogram(latencies));
  }

  private long sum(int cell) {
    long sum = 0;
    for (AtomicLongArray stripe : stripes) {
      sum += stripe.get(cell);
    }
    return sum;
  }
}
