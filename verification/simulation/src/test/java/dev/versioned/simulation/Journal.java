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
 * What one operation has heard from the world so far.
 *
 * <p>Operations are plain blocking code, and a simulation wants to stop them at every call of a
 * store. Instead of a thread for each, which costs two hand-overs a call, an operation is run from
 * its start again: what it heard before is played back to it, and at the first call that it did not
 * make yet it is either let on or unwound. That is exact as long as an operation's only inputs are
 * its stores and its {@link Environment}; and since its whole memory is this list, it can be
 * crashed by forgetting it, copied, and compared.
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

  /** Who decides what goes on around an operation. */
  interface World {
    /** Decides whether the next call is made now, or the operation is stopped before it. */
    boolean mayCall(StoreOperation operation);

    /** Hears that a call was made; false if its caller has died meanwhile. */
    boolean called(StoreOperation operation);

    /** How many writes there were. */
    default long step() {
      return 0;
    }

    /** What the operation's clock says. */
    Instant now();

    /** Lets the operation wait; false if it is stopped meanwhile, to be run again afterwards. */
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

  /** Unwinds an operation; nothing in the library catches it. */
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

  /** Starts an operation anew: nothing was heard. */
  void forget(String newIdPrefix) {
    heard.clear();
    name(newIdPrefix);
    rewind();
  }

  /** Says which job it is, and whether somebody died at it before. */
  void begin(String newJob, boolean isAgain) {
    job = newJob;
    again = isAgain;
  }

  /** A name that stays the same when an operation is started again. */
  String job() {
    return job;
  }

  boolean isAgain() {
    return again;
  }

  /** Says with what the ids begin that this operation makes. */
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

  /** Makes a call, or plays back what it brought. */
  <T> T call(StoreOperation operation, Supplier<T> action) {
    return call(() -> operation, action);
  }

  /** Makes a call, or plays back what it brought; then nobody asks which operation it was. */
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

  /** The last step of the world, as of when it was first asked for here. */
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
   * Does at once what can be done beside something else. Only what that itself hands on is left to
   * whoever asks for it: an upload that goes ahead waits for the thread that is to go on.
   */
  private void beside(Runnable task) {
    if (!besides) {
      besides = true;
      task.run();
      besides = false;
    }
  }

  /** The world as the library sees it. */
  Environment environment() {
    RandomGenerator random = this::nextRandom;
    InstantSource time = this::now;
    return new Environment(
        time.withZone(ZoneOffset.UTC), this::sleep, () -> random, this::nextId, this::beside);
  }
}
