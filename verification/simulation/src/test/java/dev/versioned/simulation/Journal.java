package dev.versioned.simulation;

import dev.versioned.model.ArtifactException;
import dev.versioned.spi.Environment;
import dev.versioned.testkit.fault.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The results that one operation has received from the world so far.
 *
 * <p>Operations are plain blocking code, and a simulation needs to stop them at every call of a
 * store. A thread for each would cost two hand-overs per call; instead an operation is rerun from
 * its start: earlier results are replayed, and at the first call that it has not made yet it either
 * continues or is unwound. This is exact as long as an operation's only inputs are its stores and
 * its {@link Environment}; and because its whole memory is this list, it can be crashed by clearing
 * the list, copied, and compared.
 */
final class Journal {
  private static final Object SLEPT = "slept";

  private final List<Object> heard;
  private final World world;
  private String idPrefix = "";
  private String job = "job";
  private boolean again;
  private int position;
  private int drawn;
  private boolean stopped;
  private boolean besides;

  /** Decides what happens around an operation. */
  interface World {
    /** Decides whether the next call is made now, or the operation is stopped before it. */
    boolean mayCall(StoreOperation operation);

    /** Called after a call was made; returns false if its caller has died in the meantime. */
    boolean called(StoreOperation operation);

    /** Returns the number of writes so far. */
    default long step() {
      return 0;
    }

    /** Returns the time by the operation's clock. */
    Instant now();

    /** Lets the operation wait; false if it is stopped during the wait, to be rerun afterwards. */
    boolean sleep(Duration duration);
  }

  /** A call that failed. */
  record Thrown(ArtifactException exception) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Thrown thrown && toString().equals(thrown.toString());
    }

    @Override
    public int hashCode() {
      return toString().hashCode();
    }

    @Override
    public String toString() {
      return exception.getClass().getSimpleName() + ": " + exception.getMessage();
    }
  }

  /** Unwinds an operation; the library never catches it. */
  static final class Stop extends Error {
    private static final long serialVersionUID = 1L;

    private Stop() {
      super("stopped by the simulation", null, false, false);
    }
  }

  Journal(World world) {
    this(world, new ArrayList<>());
  }

  Journal(World world, List<Object> heard) {
    this.world = world;
    this.heard = heard;
  }

  /** Restarts an operation: clears all results. */
  void forget(String newIdPrefix) {
    heard.clear();
    name(newIdPrefix);
    rewind();
  }

  /** Sets the job, and whether an actor died during it before. */
  void begin(String newJob, boolean isAgain) {
    job = newJob;
    again = isAgain;
  }

  /** Returns a name that stays the same when an operation is restarted. */
  String job() {
    return job;
  }

  boolean isAgain() {
    return again;
  }

  /** Sets the prefix of the ids that this operation creates. */
  void name(String newIdPrefix) {
    idPrefix = newIdPrefix;
  }

  /** Prepares for a run from the operation's start. */
  void rewind() {
    position = 0;
    drawn = 0;
    stopped = false;
    besides = false;
  }

  boolean stopped() {
    return stopped;
  }

  List<Object> heard() {
    return heard;
  }

  /** Makes a call, or replays its result. */
  <T> T call(StoreOperation operation, Supplier<T> action) {
    return call(() -> operation, action);
  }

  /** Makes a call, or replays its result; a replay does not need the operation. */
  <T> T call(Supplier<StoreOperation> which, Supplier<T> action) {
    if (position == heard.size()) {
      StoreOperation operation = which.get();
      if (stopped || !world.mayCall(operation)) {
        throw stop();
      }
      Object reply;
      try {
        reply = action.get();
      } catch (ArtifactException e) {
        reply = new Thrown(e);
      }
      heard.add(reply);
      if (!world.called(operation)) {
        throw stop();
      }
    }
    return next();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T> T next() {
    if (stopped) {
      throw new Stop();
    }
    Object reply = heard.get(position++);
    if (reply instanceof Thrown thrown) {
      throw thrown.exception();
    }
    return (T) reply;
  }

  private Stop stop() {
    stopped = true;
    return new Stop();
  }

  /** Returns the last step of the world, as of the first request here. */
  long step() {
    if (position == heard.size()) {
      if (stopped) {
        throw stop();
      }
      heard.add(world.step());
    }
    return this.<Long>next();
  }

  private Instant now() {
    if (position == heard.size()) {
      if (stopped) {
        throw stop();
      }
      heard.add(world.now());
    }
    return next();
  }

  private void sleep(Duration duration) {
    if (position == heard.size()) {
      if (stopped) {
        throw stop();
      }
      heard.add(SLEPT);
      if (!world.sleep(duration)) {
        throw stop();
      }
    }
    next();
  }

  String idPrefix() {
    return idPrefix;
  }

  String nextId() {
    return idPrefix + drawn++;
  }

  private long nextRandom() {
    long mixed = (idPrefix.hashCode() + 1L) * 0x9E3779B97F4A7C15L + drawn++ * 0xD1B54A32D192ED03L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 29);
  }

  /**
   * Runs immediately tasks that may run concurrently with something else. Only a task's own
   * sub-tasks are left to the thread that waits for them: an upload that runs ahead waits for the
   * thread that is to continue it.
   */
  private void beside(Runnable task) {
    if (!besides) {
      besides = true;
      task.run();
      besides = false;
    }
  }

  /** Returns the world as the library sees it. */
  Environment environment() {
    RandomGenerator random = this::nextRandom;
    InstantSource time = this::now;
    return new Environment(
        time.withZone(ZoneOffset.UTC), this::sleep, () -> random, this::nextId, this::beside);
  }
}
