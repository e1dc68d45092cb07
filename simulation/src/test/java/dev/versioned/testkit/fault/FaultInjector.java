package dev.versioned.testkit.fault;

import dev.versioned.ArtifactException;
import dev.versioned.BackendException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lets the calls of a pair of stores meet the faults of a script, and keeps the writes that are to
 * come late.
 *
 * <p>Thread-safe. One injector counts the calls of both stores, so that a script can name a call of
 * an operation that uses both.
 */
public final class FaultInjector {
  private final FaultScript script;
  private final Object lock = new Object();
  private final Map<StoreOperation, Long> counts = new EnumMap<>(StoreOperation.class);
  private final Deque<Runnable> late = new ArrayDeque<>();
  private long calls;

  /**
   * Starts counting.
   *
   * @param script which call meets which fault
   */
  public FaultInjector(FaultScript script) {
    this.script = script;
  }

  /**
   * Returns how many calls were made, those that met a fault included.
   *
   * @return the number of calls
   */
  public long calls() {
    synchronized (lock) {
      return calls;
    }
  }

  /**
   * Returns how many writes wait to be made late.
   *
   * @return the number of writes
   */
  public int lateWrites() {
    synchronized (lock) {
      return late.size();
    }
  }

  /**
   * Makes the oldest write that was to come late. What becomes of it, nobody hears.
   *
   * @return false if there is none
   */
  public boolean applyLate() {
    Runnable write;
    synchronized (lock) {
      write = late.poll();
    }
    if (write == null) {
      return false;
    }
    try {
      write.run();
    } catch (ArtifactException e) {
      // Nobody is there to hear it.
    }
    return true;
  }

  /** Decides about the next call. */
  Fault next(StoreOperation operation) {
    StoreCall call;
    synchronized (lock) {
      call = new StoreCall(calls++, operation, counts.merge(operation, 1L, Long::sum));
    }
    Fault fault = script.at(call);
    return fault.concerns(operation) ? fault : Fault.NONE;
  }

  /** Makes a call that no transaction can contend with. */
  <T> T call(StoreOperation operation, Supplier<T> action) {
    return call(operation, action, () -> failed(operation, Fault.CONTEND));
  }

  /** Makes a call; {@code contended} is the reply if another transaction is at the same items. */
  <T> T call(StoreOperation operation, Supplier<T> action, Supplier<T> contended) {
    return call(next(operation), operation, action, contended);
  }

  <T> T call(Fault fault, StoreOperation operation, Supplier<T> action, Supplier<T> contended) {
    switch (fault) {
      case FAIL_BEFORE, THROTTLE, REFUSE, LOSE_REQUEST:
        return failed(operation, fault);
      case LOSE_REPLY:
        action.get();
        return failed(operation, fault);
      case APPLY_TWICE:
        action.get();
        return action.get();
      case APPLY_LATE:
        synchronized (lock) {
          late.add(action::get);
        }
        return failed(operation, fault);
      case CONTEND:
        return contended.get();
      case NONE, BREAK_BODY, CORRUPT_BODY:
        return action.get();
    }
    throw new IllegalStateException("there is no fault " + fault);
  }

  private static <T> T failed(StoreOperation operation, Fault fault) {
    String message = "Cannot call " + operation + ": fault " + fault + " was injected";
    throw switch (fault) {
      case LOSE_REQUEST, LOSE_REPLY, APPLY_LATE, BREAK_BODY ->
          BackendException.withoutReply(message, null);
      default -> new BackendException(message, fault != Fault.REFUSE, null);
    };
  }

  /** What a caller hears whose connection broke while it was sending. */
  static BackendException broken(StoreOperation operation) {
    return BackendException.withoutReply(
        "Cannot call " + operation + ": fault " + Fault.BREAK_BODY + " was injected", null);
  }
}
