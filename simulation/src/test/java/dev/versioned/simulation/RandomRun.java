package dev.versioned.simulation;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.RepositorySettings;
import dev.versioned.Routing;
import dev.versioned.VersionNumber;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryCatalogStore;
import dev.versioned.spi.Seams;
import dev.versioned.testkit.fault.Fault;
import dev.versioned.testkit.fault.FaultInjector;
import dev.versioned.testkit.fault.FaultyBlobStore;
import dev.versioned.testkit.fault.FaultyCatalogStore;
import dev.versioned.testkit.fault.StoreCall;
import dev.versioned.testkit.fault.StoreOperation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One world from its beginning to its repair, decided by its seed alone: who is there, what they
 * do, who goes on after each call of a store, what each call meets, who dies and when.
 */
final class RandomRun {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final long MOST_SKEW = 50;
  private static final int MOST_CALLS = 3000;
  private static final List<Fault> ALL_FAULTS =
      List.of(Fault.values()).subList(1, Fault.values().length);

  private final long seed;
  private final SplittableRandom random;
  private final Coverage coverage;
  private final Optional<Coverage.Crash> planned;
  private final @Nullable List<String> trace;
  private final List<Actor> actors = new ArrayList<>();
  private final MemoryCatalogStore catalog = new MemoryCatalogStore();
  private final MemoryBlobStore blobs;
  private final FaultInjector faults = new FaultInjector(this::fault);
  private final Oracle oracle;
  private final double faultRate;
  private final List<Fault> faultChoice;
  private final boolean collecting;
  private final boolean[] crashAfter = new boolean[2];
  private final int[] crashAt = {-1, -1};
  private long millis;
  private int calls;
  private boolean first;
  private @Nullable Actor actor;
  private @Nullable Actor next;
  private String lastFault = "";

  RandomRun(
      long seed,
      Coverage coverage,
      Optional<Coverage.Crash> planned,
      @Nullable List<String> trace) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.coverage = coverage;
    this.planned = planned;
    this.trace = trace;
    this.blobs = new MemoryBlobStore(new WorldClock());
    this.oracle = new Oracle(blobs, catalog, Worlds.ARTIFACT);
    int profile = random.nextInt(20);
    this.faultRate = profile < 7 ? 0 : profile < 10 ? 0.3 : 0.02 + random.nextDouble(0.15);
    this.faultChoice = profile < 10 ? List.of(Fault.APPLY_TWICE) : ALL_FAULTS;
    this.collecting = random.nextBoolean();
    planCrashes();
  }

  private void planCrashes() {
    int crashes = Math.max(0, random.nextInt(4) - 1);
    for (int i = 0; i < crashes; i++) {
      crashAt[i] = random.nextInt(60);
      crashAfter[i] = random.nextBoolean();
    }
    planned.ifPresent(
        crash -> {
          crashAt[1] = crash.call();
          crashAfter[1] = crash.after();
        });
  }

  private final class WorldClock extends Clock {
    @Override
    public Instant instant() {
      return BEGIN.plusMillis(millis);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("everything is in UTC");
    }
  }

  private void begin() {
    int versions = random.nextInt(4);
    Artifact artifact = undisturbed().artifact(Worlds.ARTIFACT);
    for (int i = 0; i < versions; i++) {
      String token = "setup-" + i;
      Material material = Material.ALL.get((i + random.nextInt(2)) % Material.ALL.size());
      artifact.publish(material.content(), Publishing.options(material, "", token).andThen(o -> o.evenIfUnchanged()));
      oracle.observe(0);
    }
    for (int i = 0; i < random.nextInt(3) && versions > 0; i++) {
      String token = "setup-live-" + i;
      Routing routing = Routing.to(VersionNumber.of(1 + random.nextInt(versions)));
      artifact.alias(Worlds.LIVE).moveTo(routing, update -> update.reason(token));
      oracle.observe(0);
    }
    Duration window = Duration.ofMillis(List.of(0, 50, 500).get(random.nextInt(3)));
    Worlds worlds = new Worlds(random, versions, window);
    boolean skewed = random.nextBoolean();
    oracle.keepDeleted(skewed ? window.minusMillis(MOST_SKEW) : window);
    boolean copies = random.nextInt(4) > 0;
    RepositorySettings base =
        RepositorySettings.defaults()
            .withActor("simulation")
            .withPageSize(2 + random.nextInt(3))
            .withPublishWait(Duration.ofMillis(random.nextBoolean() ? 20 : 10_000))
            .withContentionTimeout(Duration.ofMillis(random.nextBoolean() ? 100 : 30_000));
    int count = 2 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      List<Operation> operations = worlds.operations();
      boolean collector = operations.get(0).kind() == Operation.Kind.COLLECT;
      if (!collector || collecting) {
        add("a" + i, operations, skewed ? random.nextLong(2 * MOST_SKEW) - MOST_SKEW : 0, base, copies);
      }
    }
  }

  private void add(
      String name, List<Operation> operations, long skew, RepositorySettings base, boolean copies) {
    Journal journal = new Journal(new Surroundings(skew));
    Hands hands =
        new Hands(
            new JournaledBlobStore(new FaultyBlobStore(blobs, faults), journal, copies),
            new JournaledCatalogStore(new FaultyCatalogStore(catalog, faults), journal),
            base.withSeams(journal.seams()),
            journal,
            circumstances(base));
    actors.add(new Actor(name, operations, journal, hands));
  }

  private Set<Circumstance> circumstances(RepositorySettings base) {
    Set<Circumstance> circumstances = EnumSet.of(Circumstance.INTRUDERS);
    if (faultRate > 0 && faultChoice.size() > 1) {
      circumstances.add(Circumstance.FAILURES);
      circumstances.add(Circumstance.CORRUPTION);
    }
    if (collecting) {
      circumstances.add(Circumstance.COLLECTOR);
    }
    if (base.contentionTimeout().toMillis() < 1000) {
      circumstances.add(Circumstance.HURRY);
    }
    boolean crashes = crashAt[0] >= 0 || crashAt[1] >= 0;
    if (circumstances.size() == 1 && !crashes && base.publishWait().toMillis() > 1000) {
      circumstances.add(Circumstance.CALM);
    }
    return circumstances;
  }

  /** A repository that nothing happens to. */
  private ArtifactRepository undisturbed() {
    int[] drawn = {0};
    RandomGenerator zero = () -> 0;
    Seams seams =
        new Seams(
            new WorldClock(),
            duration -> millis += duration.toMillis(),
            () -> zero,
            () -> "setup." + drawn[0]++,
            Runnable::run);
    return ArtifactRepository.over(
        blobs, catalog, RepositorySettings.defaults().withSeams(seams));
  }

  private Fault fault(StoreCall call) {
    Fault fault =
        faultRate > 0 && random.nextDouble() < faultRate
            ? faultChoice.get(random.nextInt(faultChoice.size()))
            : Fault.NONE;
    if (trace != null) {
      lastFault = fault.concerns(call.operation()) && fault != Fault.NONE ? " " + fault : "";
    }
    return fault;
  }

  /** What goes on around the actor that is running. */
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
        throw new Violation(me + " does not come to an end: " + me.operation());
      }
      millis += 1 + random.nextInt(4);
      int point = Coverage.point(me.operation().kind(), operation, me.count(operation));
      coverage.saw(point, seed, calls);
      if (isCrash(false)) {
        coverage.hit(point, false);
        say(operation + " is not made, dies");
        me.crash();
        return false;
      }
      return true;
    }

    @Override
    public boolean called(StoreOperation operation) {
      Actor me = running();
      boolean dies = isCrash(true);
      if (trace != null) {
        List<Object> heard = me.journal.heard();
        say(operation + lastFault + (dies ? ", dies before " : " -> ") + heard.get(heard.size() - 1));
      }
      calls++;
      if (operation.isWrite()) {
        oracle.observe(calls);
      }
      if (dies) {
        coverage.hit(me.lastPoint(operation), true);
        me.crash();
      }
      return !dies;
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
    for (int i = 0; i < crashAt.length; i++) {
      if (crashAt[i] == calls && crashAfter[i] == after) {
        crashAt[i] = -1;
        return true;
      }
    }
    return false;
  }

  private void say(String what) {
    if (trace != null && actor != null) {
      trace.add(String.format("%4d %s (%s): %s", calls, actor, actor.operation(), what));
    }
  }

  /** Who makes the next call: somebody who is awake, after waiting for somebody to wake up. */
  private @Nullable Actor choose() {
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

  /** Runs the world to its end, repairs it, and checks what is left. */
  void run() {
    begin();
    next = choose();
    while (next != null) {
      Actor me = next;
      actor = me;
      first = true;
      next = null;
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
    new Ending(oracle, blobs, catalog).run(this::applyLate);
  }

  private boolean applyLate() {
    boolean applied = faults.applyLate();
    if (applied) {
      if (trace != null) {
        trace.add(String.format("%4d a late write arrives", calls));
      }
      calls++;
      oracle.observe(calls);
    }
    return applied;
  }

  int calls() {
    return calls;
  }
}
