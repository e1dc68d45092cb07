package dev.versioned.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts the threads that use a version. A thread enters and leaves without a lock, an allocation
 * or a clock, on a counter that few others share.
 *
 * <p>No user is overlooked: a user first increments a counter, then reads whether the version is
 * retired, and leaves if it is. The thread that retires it sets that first, then reads the
 * counters. All are volatile accesses, so at least one of the two threads sees the other.
 */
final class Users {
  /** A power of two: more than threads that run at the same time on most machines. */
  private static final int STRIPES = 64;

  /**
   * Counters of different stripes are in different pairs of cache lines, which are read together.
   */
  private static final int SPREAD = 32;

  private final AtomicIntegerArray counters = new AtomicIntegerArray((STRIPES + 1) * SPREAD);

  /** The last thread of each stripe, for a report of those that stay too long. Written racily. */
  private final @Nullable Thread[] last = new Thread[STRIPES];

  private volatile boolean retired;

  /** Enters; returns the stripe to leave, or a negative number if the version is retired. */
  int enter() {
    Thread thread = Thread.currentThread();
    int stripe = stripe(thread);
    counters.getAndIncrement(index(stripe));
    // rule: retired-version-gets-no-user
    if (retired) {
      leave(stripe);
      return -1;
    }
    // The entries of stripes share cache lines: they are written only where they change.
    if (last[stripe] != thread) {
      last[stripe] = thread;
    }
    return stripe;
  }

  /** Leaves the stripe that {@link #enter} returned. */
  void leave(int stripe) {
    counters.getAndDecrement(index(stripe));
  }

  /** Lets no thread enter from now on. */
  void retire() {
    retired = true;
  }

  boolean isRetired() {
    return retired;
  }

  /** Returns how many threads use the version; exact only after it was retired. */
  int count() {
    int sum = 0;
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      sum += counters.get(index(stripe));
    }
    return sum;
  }

  /** Returns the last threads that entered the stripes in use, with their stacks. */
  Map<Thread, List<StackTraceElement>> stacks() {
    Map<Thread, List<StackTraceElement>> stacks = new LinkedHashMap<>();
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      Thread thread = counters.get(index(stripe)) > 0 ? last[stripe] : null;
      if (thread != null) {
        stacks.put(thread, new ArrayList<>(List.of(thread.getStackTrace())));
      }
    }
    return stacks;
  }

  private static int stripe(Thread thread) {
    long id = thread.getId();
    return (int) (id ^ (id >>> 6)) & (STRIPES - 1);
  }

  private static int index(int stripe) {
    return (stripe + 1) * SPREAD;
  }
}
