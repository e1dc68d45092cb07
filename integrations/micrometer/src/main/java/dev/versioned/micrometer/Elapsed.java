package dev.versioned.micrometer;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** How often something was done, and how long that took in all. */
final class Elapsed {
  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  void add(Duration took) {
    count.increment();
    nanos.add(Math.max(0, took.toNanos()));
  }

  long count() {
    return count.sum();
  }

  double nanos() {
    return nanos.sum();
  }
}
