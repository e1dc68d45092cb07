package dev.versioned.rollout;

import dev.versioned.maintenance.Interposed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs several actors, of whom only one is awake at any time: who is next is drawn anew whenever
 * one of them is about to call a store, and after it has. The same seed gives the same order.
 */
final class Interleaving {
  private final Random random;
  private final Runnable between;
  private final List<Actor> actors = new ArrayList<>();
  private final Semaphore back = new Semaphore(0);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private Actor awake;

  /** Who {@code random} chooses is awake; before each choice {@code between} happens. */
  Interleaving(Random random, Runnable between) {
    this.random = random;
    this.between = between;
  }

  private final class Actor {
    private final Semaphore turn = new Semaphore(0);
    private final Thread thread;
    private volatile boolean done;

    Actor(Runnable work) {
      thread =
          new Thread(
              () -> {
                turn.acquireUninterruptibly();
                try {
                  work.run();
                } catch (Throwable e) {
                  failure.compareAndSet(null, e);
                } finally {
                  done = true;
                  back.release();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
  }

  void add(Runnable work) {
    actors.add(new Actor(work));
  }

  /** Lets another actor go on; called by the one that is awake. */
  void pass() {
    Actor self = awake;
    if (self != null && Thread.currentThread() == self.thread) {
      back.release();
      self.turn.acquireUninterruptibly();
    }
  }

  /** Runs all of them to their ends, or to the first failure. */
  void run() throws Throwable {
    while (failure.get() == null) {
      List<Actor> rest = actors.stream().filter(actor -> !actor.done).toList();
      if (rest.isEmpty()) {
        break;
      }
      between.run();
      awake = rest.get(random.nextInt(rest.size()));
      awake.turn.release();
      back.acquireUninterruptibly();
    }
    awake = null;
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  /** A store before and after whose calls others may go on. */
  <T> T over(Class<T> type, T store, Interposed.Between faults) {
    return Interposed.on(
        type,
        store,
        (method, arguments, call) -> {
          pass();
          try {
            return faults.call(method, arguments, call);
          } finally {
            pass();
          }
        });
  }
}
