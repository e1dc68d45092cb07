package dev.versioned;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test sets it. */
public final class SetClock extends Clock {
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> time = new AtomicReference<>(START);
  private volatile Duration step = Duration.ZERO;

  public void advance(Duration duration) {
    time.updateAndGet(t -> t.plus(duration));
  }

  /** Lets time pass with each look at the clock, as it does for a slow caller. */
  public void advanceAtEachCall(Duration duration) {
    step = duration;
  }

  @Override
  public Instant instant() {
    return time.getAndUpdate(t -> t.plus(step));
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
