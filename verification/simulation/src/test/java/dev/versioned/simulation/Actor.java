package dev.versioned.simulation;

import dev.versioned.testkit.fault.StoreOperation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** An actor, which performs one operation after another and forgets everything when it dies. */
final class Actor {
  final String name;
  final Journal journal;
  final Hands hands;
  private final List<Operation> operations;
  private final Map<StoreOperation, Integer> calls = new EnumMap<>(StoreOperation.class);
  private int current;
  private int lives;
  private long startedAt = -1;
  private boolean crashed;

  /** The virtual time from which on it may continue, in milliseconds. */
  long wakeAt;

  Actor(String name, List<Operation> operations, Journal journal, Hands hands) {
    this.name = name;
    this.operations = operations;
    this.journal = journal;
    this.hands = hands;
    begin(false);
  }

  private void begin(boolean again) {
    lives++;
    startedAt = -1;
    crashed = false;
    calls.clear();
    journal.begin("job-" + name + "." + current, again);
    journal.forget(name + "." + current + "." + lives + ".");
  }

  /** Returns whether it has not begun its operation yet. */
  boolean isFresh() {
    return startedAt < 0;
  }

  boolean isDone() {
    return current == operations.size();
  }

  Operation operation() {
    return operations.get(current);
  }

  /** Counts a call; returns how many of its kind the operation has made. */
  int count(StoreOperation operation) {
    return calls.merge(operation, 1, Integer::sum);
  }

  /** Returns the crash point of the last call of this kind. */
  int lastPoint(StoreOperation operation) {
    return CrashPoint.index(operation().kind(), operation, calls.getOrDefault(operation, 1));
  }

  /** Dies before its next step. */
  void crash() {
    crashed = true;
  }

  boolean isCrashed() {
    return crashed;
  }

  /** Starts again after a crash: with the interrupted operation, or with the next one. */
  void restart(boolean sameAgain) {
    if (!sameAgain) {
      current++;
    }
    begin(sameAgain);
  }

  void stayDead() {
    current = operations.size();
  }

  /** Continues until it is stopped or the operation is done. */
  void run(long step) {
    if (startedAt < 0) {
      startedAt = step;
    }
    hands.rewind();
    try {
      operation().body().run(hands);
    } catch (Journal.Stop e) {
      return;
    } catch (CompletionException e) {
      if (journal.stopped()) {
        return; // stopped in a concurrent task
      }
      throw e;
    }
    // It may end without another call, if the stopped task ran concurrently with one that failed.
  }

  /** Ends an operation that was not stopped: checks its results, and begins the next one. */
  void finish(Oracle oracle, long step) {
    hands.check(oracle, new Span(startedAt, step));
    current++;
    begin(false);
  }

  @Override
  public String toString() {
    return name;
  }
}
