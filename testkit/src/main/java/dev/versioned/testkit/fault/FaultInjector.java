package dev.versioned.testkit.fault;

import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
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
    return call(next(operation), operation, action);
  }

  /** Makes a call; {@code contended} is the reply if another transaction is at the same items. */
  <T> T call(StoreOperation operation, Supplier<T> action, Supplier<? extends T> contended) {
    Fault fault = next(operation);
    return fault == Fault.CONTEND ? contended.get() : call(fault, operation, action);
  }

  /** Makes a call whose fault is known. */
  <T> T call(Fault fault, StoreOperation operation, Supplier<T> action) {
    return switch (fault) {
      case NONE, BREAK_BODY, CORRUPT_BODY -> action.get();
      case FAIL_BEFORE, THROTTLE, REFUSE, LOSE_REQUEST, CONTEND -> throw failure(operation, fault);
      case LOSE_REPLY -> {
        apply(action);
        throw failure(operation, fault);
      }
      case APPLY_TWICE -> {
        apply(action);
        yield action.get();
      }
      case APPLY_LATE -> {
        synchronized (lock) {
          late.add(() -> apply(action));
        }
        throw failure(operation, fault);
      }
    };
  }

  private static void apply(Supplier<?> action) {
    Object unused = action.get();
  }

  /** What a caller hears. */
  static BackendException failure(StoreOperation operation, Fault fault) {
    String message = "Cannot call " + operation + ": fault " + fault + " was injected";
    return switch (fault) {
      case LOSE_REQUEST, LOSE_REPLY, APPLY_LATE, BREAK_BODY ->
          BackendException.unknownOutcome(message, null);
      case REFUSE -> BackendException.permanentFailure(message, null);
      default -> BackendException.transientFailure(message, null);
    };
  }
}
