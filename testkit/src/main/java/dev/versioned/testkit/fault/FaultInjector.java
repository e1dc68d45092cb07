package dev.versioned.testkit.fault;

import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Injects the faults of a script into the calls of a pair of stores, and holds writes that are to
 * be applied late.
 *
 * <p>Thread-safe. One injector counts the calls of both stores, so that a script can refer to a
 * call of an operation that uses both.
 */
public final class FaultInjector {
  private final FaultScript script;
  private final Object lock = new Object();
  private final Map<StoreOperation, Long> counts = new EnumMap<>(StoreOperation.class);
  private final Deque<Runnable> late = new ArrayDeque<>();
  private long calls;

  /**
   * Creates an injector; its counts start at zero.
   *
   * @param script decides which call meets which fault
   */
  public FaultInjector(FaultScript script) {
    this.script = script;
  }

  /**
   * Returns how many calls were made, including those that met a fault.
   *
   * @return the number of calls
   */
  public long calls() {
    synchronized (lock) {
      return calls;
    }
  }

  /**
   * Returns how many late writes are waiting.
   *
   * @return the number of writes
   */
  public int lateWrites() {
    synchronized (lock) {
      return late.size();
    }
  }

  /**
   * Applies the oldest late write. Its result is discarded.
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
      // The result is discarded.
    }
    return true;
  }

  /** Returns the fault of the next call. */
  Fault next(StoreOperation operation) {
    StoreCall call;
    synchronized (lock) {
      call = new StoreCall(calls++, operation, counts.merge(operation, 1L, Long::sum));
    }
    Fault fault = script.at(call);
    return fault.concerns(operation) ? fault : Fault.NONE;
  }

  /** Makes a call that cannot conflict with a transaction. */
  <T> T call(StoreOperation operation, Supplier<T> action) {
    return call(next(operation), operation, action);
  }

  /**
   * Makes a call; {@code contended} is the reply if another transaction is using the same items.
   */
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

  /** Returns the exception that the caller receives. */
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
