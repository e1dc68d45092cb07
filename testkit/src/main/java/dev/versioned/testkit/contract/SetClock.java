package dev.versioned.testkit.contract;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that changes only when it is set. */
final class SetClock extends Clock {
  private final AtomicReference<Instant> time;

  SetClock(AtomicReference<Instant> time) {
    this.time = time;
  }

  @Override
  public Instant instant() {
    return Objects.requireNonNull(time.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
