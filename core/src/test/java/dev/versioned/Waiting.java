package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do. */
public final class Waiting {
  private static final int LONGEST_SECONDS = 20;

  private Waiting() {}

  /** Returns when a condition holds; fails if it does not in time. */
  public static void until(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plusSeconds(LONGEST_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(5);
    }
  }
}
