package dev.versioned.rollout;

import dev.versioned.internal.NoHealthException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A gate that has a limited time for its answer; each call has a thread of its own. */
final class TimedGate implements HealthGate {
  private static final int MOST_LATE_THREADS = 8;

  private final HealthGate gate;
  private final Duration longest;
  private final Health whenLate;

  /** The threads of calls that were interrupted, and may not have ended. */
  private final Set<Thread> late = ConcurrentHashMap.newKeySet();

  TimedGate(HealthGate gate, Duration longest, Health whenLate) {
    this.gate = gate;
    this.longest = longest;
    this.whenLate = whenLate;
  }

  @Override
  public Health check(RolloutStatus status) throws Exception {
    late.removeIf(thread -> !thread.isAlive());
    // rule: hanging-gate-takes-few-threads
    if (late.size() >= MOST_LATE_THREADS) {
      return whenLate;
    }
    FutureTask<Health> call = new FutureTask<>(() -> NoHealthException.check(gate.check(status)));
    Thread thread = new Thread(call, "versioned-gate");
    thread.setDaemon(true);
    thread.start();
    try {
      return call.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      return failed(e);
    } catch (TimeoutException e) {
      end(call, thread);
      return whenLate;
    } catch (InterruptedException e) {
      end(call, thread);
      throw e;
    }
  }

  private void end(FutureTask<Health> call, Thread thread) {
    late.add(thread);
    // rule: gate-that-is-late-is-interrupted
    call.cancel(true);
  }

  private static Health failed(ExecutionException e) throws Exception {
    Throwable cause = e.getCause();
    if (cause instanceof InterruptedException) {
      // Not the caller's thread: it must not be marked as interrupted.
      return Health.notEnoughData("the gate was interrupted");
    } else if (cause instanceof Error error) {
      throw error;
    }
    throw cause instanceof Exception exception ? exception : e;
  }
}
