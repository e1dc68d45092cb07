package dev.versioned.simulation;

import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.testkit.fault.Fault;
import dev.versioned.testkit.fault.FaultInjector;
import dev.versioned.testkit.fault.FaultyBlobStore;
import dev.versioned.testkit.fault.FaultyItemStore;
import dev.versioned.testkit.fault.StoreCall;
import dev.versioned.testkit.fault.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs one operation after another; the accidents of one of them are scripted, call by call. */
final class ScriptedRun {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final MemoryItemStore items = new MemoryItemStore();
  private final InstantSource time = () -> now();
  private final LeftoverBlobStore blobs = new LeftoverBlobStore(time.withZone(ZoneOffset.UTC));
  private final Oracle oracle = new Oracle(blobs, new Records(items), Worlds.ARTIFACT);
  private final FaultInjector faults = new FaultInjector(this::fault);
  private final boolean copies;
  private final List<StoreOperation> calls = new ArrayList<>();
  private Map<Integer, What> script = Map.of();
  private Instant now = BEGIN;
  private int steps;
  private int lives;
  private final Set<Operation> begun = new HashSet<>();

  private Instant now() {
    return now;
  }

  /** An accident at a call. */
  sealed interface What {}

  /** The call meets a fault. */
  record Meets(Fault fault) implements What {}

  /** The caller dies, before the call is made or before its reply arrives. */
  record Dies(boolean after) implements What {}

  ScriptedRun(boolean copies) {
    this.copies = copies;
    oracle.watchAlso(Worlds.PRICES);
  }

  private Fault fault(StoreCall call) {
    return script.get(calls.size()) instanceof Meets meets ? meets.fault() : Fault.NONE;
  }

  private final class Alone implements Journal.World {
    @Override
    public boolean mayCall(StoreOperation operation) {
      return !(script.get(calls.size()) instanceof Dies dies) || dies.after();
    }

    @Override
    public boolean called(StoreOperation operation) {
      oracle.observe(++steps);
      calls.add(operation);
      now = now.plusMillis(1);
      return !(script.get(calls.size() - 1) instanceof Dies);
    }

    @Override
    public long step() {
      return steps;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public boolean sleep(Duration duration) {
      now = now.plus(duration);
      return true;
    }
  }

  /** Runs an operation without accidents; returns its calls. */
  List<StoreOperation> undisturbed(Operation operation) {
    return disturbed(operation, Map.of());
  }

  /** Runs an operation with accidents at its calls; returns the calls that were made. */
  List<StoreOperation> disturbed(Operation operation, Map<Integer, What> whatHappens) {
    script = whatHappens;
    calls.clear();
    Set<Circumstance> circumstances =
        whatHappens.isEmpty()
            ? EnumSet.of(Circumstance.COLLECTOR)
            : EnumSet.of(Circumstance.FAILURES, Circumstance.CORRUPTION);
    Journal journal = new Journal(new Alone());
    journal.begin("job-" + operation.kind(), !begun.add(operation));
    journal.forget("life" + ++lives + ".");
    oracle.began(journal.idPrefix(), steps);
    Hands hands =
        new Hands(
            new JournaledBlobStore(new FaultyBlobStore(blobs, faults), journal, copies),
            new JournaledItemStore(new FaultyItemStore(items, faults), journal),
            RepositorySettings.defaults()
                .withActor("simulation")
                .withPartBytes(Material.PART_BYTES)
                .withPublishWait(Duration.ofMillis(20))
                .withContentionTimeout(Duration.ofMillis(100)),
            journal,
            circumstances);
    long start = steps;
    try {
      operation.body().run(hands);
    } catch (Journal.Stop | java.util.concurrent.CompletionException e) {
      if (!journal.stopped()) {
        throw e;
      }
    }
    if (!journal.stopped()) {
      hands.check(oracle, new Span(start, steps));
    }
    return List.copyOf(calls);
  }

  /** Repairs the world, and checks the final state. */
  void end() {
    script = Map.of();
    new Ending(oracle, blobs, items, StoreNames.NONE).run(this::applyLate);
  }

  boolean applyLate() {
    boolean applied = faults.applyLate();
    if (applied) {
      oracle.observe(++steps);
    }
    return applied;
  }
}
