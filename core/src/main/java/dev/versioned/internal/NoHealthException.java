package dev.versioned.internal;

import org.jspecify.annotations.Nullable;

/** A health gate returned null, which is no health: it must never count as a healthy one. */
public final class NoHealthException extends NullPointerException {
  private static final long serialVersionUID = 1L;

  private NoHealthException() {
    super(
        "Cannot judge the new version: the health gate returned null; return healthy, unhealthy or"
            + " not enough data");
  }

  /** Returns what a gate returned, unless that is null. */
  public static <T> T check(@Nullable T health) {
    // rule: gate-returns-no-null
    if (health == null) {
      throw new NoHealthException();
    }
    return health;
  }
}
