package dev.versioned.simulation;

import dev.versioned.ArtifactRepository;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Environment;
import dev.versioned.testkit.fault.Fault;
import dev.versioned.testkit.fault.FaultInjector;
import dev.versioned.testkit.fault.FaultyBlobStore;
import dev.versioned.testkit.fault.FaultyItemStore;
import dev.versioned.testkit.fault.StoreCall;
import dev.versioned.testkit.fault.StoreOperation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One world from its beginning to its repair, decided by its seed alone: the actors, their
 * operations, who continues after each call of a store, the fault of each call, who dies and when.
 */
final class RandomRun {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MOST_CALLS = 3000;

  private final Plan plan;
  private final SplittableRandom random;
  private final Coverage coverage;
  private final Optional<List<String>> trace;
  private final List<Actor> actors = new ArrayList<>();
  private final MemoryItemStore items = new MemoryItemStore();
  private final LeftoverBlobStore blobs;
  private final GuardedBlobStore guarded;
  private final MemoryItemStore wrongTable = new MemoryItemStore();
  private final FaultInjector faults = new FaultInjector(this::fault);
  private final Oracle oracle;
  private final Conditions conditions;
  private final Clock clock;
  private final List<Plan.Death> deaths = new ArrayList<>();

  /** The number of the call before which an actor last died: the next call has the same number. */
  private int diedBefore = -1;

  private long millis;
  private int calls;
  private boolean first;
  private @Nullable Actor actor;
  private @Nullable Actor next;
  private String lastFault = "";
  private StoreNames names = StoreNames.NONE;

  /**
   * Creates a run.
   *
   * @param plan the plan of the run
   * @param coverage where crash points are counted
   * @param trace the list to record events in, if any
   */
  RandomRun(Plan plan, Coverage coverage, Optional<List<String>> trace) {
    this.plan = plan;
    this.random = new SplittableRandom(plan.seed());
    this.coverage = coverage;
    this.trace = trace;
    InstantSource time = () -> BEGIN.plusMillis(millis);
    this.clock = time.withZone(ZoneOffset.UTC);
    this.blobs = new LeftoverBlobStore(clock);
    this.guarded = new GuardedBlobStore(blobs);
    this.oracle = new Oracle(blobs, new Records(items), Worlds.ARTIFACT);
    this.conditions = Conditions.draw(random);
    drawDeaths();
  }

  /**
   * Draws deaths; a planned death replaces a drawn one, so that everything before it is unchanged.
   */
  private void drawDeaths() {
    int count = Math.max(0, random.nextInt(4) - 1);
    for (int i = 0; i < count; i++) {
      deaths.add(new Plan.Death(random.nextInt(60), random.nextBoolean()));
    }
    for (Plan.Death planned : plan.deaths()) {
      deaths.removeIf(drawn -> drawn.call() == planned.call());
      deaths.add(planned);
    }
  }

  /** Creates the world's history and its actors. */
  private void begin() {
    bind();
    Beginning beginning =
        new Beginning(
            random,
            oracle,
            ArtifactRepository.of(blobs, items, RepositorySettings.defaults(), undisturbed()));
    // Versions in use are not deleted, and so not chased.
    int versions = beginning.versions(conditions.chase() ? 1 : 0);
    beginning.moves(conditions.chase() ? 0 : versions);
    boolean prices = beginning.prices();
    oracle.keepDeleted(conditions.window());
    boolean keyed = plan.seed() % 4 == 0;
    Worlds worlds = new Worlds(random, versions, conditions.window(), prices, keyed);
    int count = conditions.chase() ? 2 + random.nextInt(2) : 3 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      List<Operation> operations =
          !conditions.chase() ? worlds.operations() : i == 0 ? worlds.chasing() : worlds.chased();
      if (conditions.collecting() || operations.get(0).kind() != Operation.Kind.COLLECT) {
        add("a" + i, operations, blobs, items, names);
      }
    }
    if (!names.equals(StoreNames.NONE)) {
      int strangers = 1 + random.nextInt(2);
      for (int i = 0; i < strangers; i++) {
        List<Operation> operations = WrongTable.operations(random);
        add("w" + i, operations, guarded, wrongTable, StoreNames.WRONG_TABLE);
      }
    }
  }

  /** In some worlds, binds the stores to each other, and adds an actor that uses another table. */
  private void bind() {
    if (random.nextInt(10) == 0) {
      names = StoreNames.OWN;
      names.bind(blobs, items, undisturbed());
    }
  }

  /** Returns the environment of an actor without faults. */
  private Environment undisturbed() {
    int[] drawn = {0};
    RandomGenerator zero = () -> 0;
    return new Environment(
        clock,
        duration -> millis += duration.toMillis(),
        () -> zero,
        () -> "before." + drawn[0]++,
        Runnable::run);
  }

  private void add(
      String name,
      List<Operation> operations,
      BlobStore store,
      MemoryItemStore table,
      StoreNames named) {
    Journal journal = new Journal(new Surroundings(conditions.skew(random)));
    BlobStore faulty = new FaultyBlobStore(store, faults);
    Hands hands =
        new Hands(
            new JournaledBlobStore(faulty, journal, conditions.copies(), named.place()),
            new JournaledItemStore(new FaultyItemStore(table, faults), journal, named.table()),
            conditions.settings(),
            journal,
            conditions.circumstances(!deaths.isEmpty()));
    actors.add(new Actor(name, operations, journal, hands));
  }

  private Fault fault(StoreCall call) {
    Fault fault = conditions.fault(random);
    if (trace.isPresent()) {
      lastFault = fault.concerns(call.operation()) && fault != Fault.NONE ? " " + fault : "";
    }
    return fault;
  }

  /** The world around the running actor. */
  private final class Surroundings implements Journal.World {
    private final long skew;

    Surroundings(long skew) {
      this.skew = skew;
    }

    @Override
    public boolean mayCall(StoreOperation operation) {
      Actor me = running();
      if (!first) {
        next = choose();
        if (next != me) {
          return false;
        }
      }
      first = false;
      if (calls > MOST_CALLS) {
        throw new Violation(me + " does not end: " + me.operation());
      }
      millis += 1 + random.nextInt(4);
      int point = CrashPoint.index(me.operation().kind(), operation, me.count(operation));
      coverage.saw(point, plan, calls, calls == diedBefore);
      if (isCrash(false)) {
        diedBefore = calls;
        coverage.hit(point, false);
        say(operation + " is not made, dies");
        if (operation == StoreOperation.CREATE || operation == StoreOperation.CREATE_FROM_STREAM) {
          blobs.leave("left-" + calls);
        }
        me.crash();
        return false;
      }
      return true;
    }

    @Override
    public boolean called(StoreOperation operation) {
      Actor me = running();
      boolean dies = isCrash(true);
      if (trace.isPresent()) {
        List<Object> heard = me.journal.heard();
        say(
            operation
                + lastFault
                + (dies ? ", dies before " : " -> ")
                + heard.get(heard.size() - 1));
      }
      calls++;
      if (operation.isWrite()) {
        oracle.observe(calls);
        guarded.checkUntouched();
      }
      if (dies) {
        coverage.hit(me.lastPoint(operation), true);
        me.crash();
      }
      return !dies;
    }

    @Override
    public long step() {
      return calls;
    }

    @Override
    public Instant now() {
      return BEGIN.plusMillis(millis + skew);
    }

    @Override
    public boolean sleep(Duration duration) {
      running().wakeAt = millis + duration.toMillis() + 1;
      next = null;
      return false;
    }
  }

  private Actor running() {
    Actor running = actor;
    if (running == null) {
      throw new IllegalStateException("nobody is running");
    }
    return running;
  }

  private boolean isCrash(boolean after) {
    return deaths.removeIf(death -> death.call() == calls && death.after() == after);
  }

  private void say(String what) {
    if (trace.isPresent() && actor != null) {
      trace.get().add(String.format("%4d %s (%s): %s", calls, actor, actor.operation(), what));
    }
  }

  /**
   * Chooses the actor that makes the next call: one that is awake, after waiting for one to wake
   * up.
   */
  private @Nullable Actor choose() {
    Actor last = actor;
    if (conditions.bursts()
        && last != null
        && !last.isDone()
        && last.wakeAt <= millis
        && random.nextInt(8) > 0) {
      return last;
    }
    while (true) {
      int awake = 0;
      long wakeAt = Long.MAX_VALUE;
      for (Actor one : actors) {
        if (!one.isDone()) {
          wakeAt = Math.min(wakeAt, one.wakeAt);
          awake += one.wakeAt <= millis ? 1 : 0;
        }
      }
      if (awake == 0) {
        if (wakeAt == Long.MAX_VALUE) {
          return null;
        }
        millis = wakeAt;
        continue;
      }
      int chosen = random.nextInt(awake);
      for (Actor one : actors) {
        if (!one.isDone() && one.wakeAt <= millis && chosen-- == 0) {
          return one;
        }
      }
    }
  }

  /** Runs the world to its end, repairs it, and checks the final state. */
  void run() {
    coverage.begin();
    begin();
    next = choose();
    while (next != null) {
      Actor me = next;
      actor = me;
      first = true;
      next = null;
      if (me.isFresh()) {
        oracle.began(me.journal.idPrefix(), calls);
      }
      me.run(calls);
      if (me.isCrashed()) {
        int restart = random.nextInt(8);
        if (restart == 0) {
          me.stayDead();
        } else {
          me.restart(restart > 2);
        }
      } else if (!me.journal.stopped()) {
        say("done");
        me.finish(oracle, calls);
      }
      if (faults.lateWrites() > 0 && random.nextInt(4) == 0) {
        applyLate();
      }
      if (next == null || next.isDone()) {
        next = choose();
      }
    }
    actor = null;
    if (actors.stream().allMatch(one -> one.hands.in(Circumstance.CALM))) {
      oracle.checkNoGaps();
    }
    oracle.ledgers.rolloutEnds().forEach(coverage::ended);
    new Ending(oracle, blobs, items, names).run(this::applyLate);
  }

  private boolean applyLate() {
    boolean applied = faults.applyLate();
    if (applied) {
      if (trace.isPresent()) {
        trace.get().add(String.format("%4d a late write arrives", calls));
      }
      calls++;
      oracle.observe(calls);
      guarded.checkUntouched();
    }
    return applied;
  }

  int calls() {
    return calls;
  }
}
