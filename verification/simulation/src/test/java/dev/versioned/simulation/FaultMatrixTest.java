package dev.versioned.simulation;

import static dev.versioned.simulation.Worlds.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.model.AliasName;
import dev.versioned.model.Latest;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.simulation.ScriptedRun.Dies;
import dev.versioned.simulation.ScriptedRun.Meets;
import dev.versioned.simulation.ScriptedRun.What;
import dev.versioned.testkit.fault.Fault;
import dev.versioned.testkit.fault.StoreOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Injects every fault and every death at every call of every operation, and every pair of them in
 * one operation. Afterwards the operation is repeated without faults, as a caller would, and
 * everything is repaired and checked.
 */
@Tag("full")
class FaultMatrixTest {
  /** The number of faults in one operation: every pair in the full build, one for mutations. */
  private static final int FAULTS = Boolean.getBoolean("versioned.full") ? 2 : 1;

  private static final VersionNumber V1 = VersionNumber.of(1);
  private static final VersionNumber V2 = VersionNumber.of(2);
  private static final VersionNumber V3 = VersionNumber.of(3);
  private static final VersionNumber V4 = VersionNumber.of(4);
  private static final AliasName NEXT = AliasName.parse("NEXT");
  private static final AliasName WAITING = AliasName.parse("WAITING");
  private static final AliasName FROZEN = AliasName.parse("FROZEN");
  private static final Material A = Material.ALL.get(0);
  private static final Material B = Material.ALL.get(1);

  /**
   * The history: versions 1 to 3, LIVE at 2 after 1, a working copy, 3 deleted, a rollout of NEXT
   * from 4 to 5, one of WAITING that waits for an approval, FROZEN frozen, and two versions of
   * another artifact.
   */
  private static final List<Operation> BEFORE =
      List.of(
          Publishing.publish(A, "", false, 1),
          Publishing.publish(B, "earlier", false, 1),
          Publishing.publish(A, "", false, 1),
          Deploying.moveTo(LIVE, Routing.to(V1), 1),
          Deploying.moveTo(LIVE, Routing.to(V2), 1),
          Publishing.put(Material.ALL.get(2), 1),
          Publishing.put(Material.ALL.get(3), 1),
          Tending.delete(V3, 1),
          Publishing.publish(B, "", true, 1),
          Publishing.publish(A, "", true, 1),
          Deploying.moveTo(NEXT, Routing.to(V4), 1),
          Overriding.set(NEXT, "user-1", V1),
          Labelling.set(V1, Labelling.REPLACED),
          RollingOut.start(
              NEXT,
              VersionNumber.of(5),
              RolloutStrategy.canary(Weight.percent(10), Duration.ofSeconds(1))),
          Deploying.moveTo(FROZEN, Routing.to(V4), 1),
          Freezing.freeze(FROZEN, Duration.ofDays(1)),
          Deploying.moveTo(WAITING, Routing.to(V4), 1),
          RollingOut.start(
              WAITING,
              VersionNumber.of(5),
              RolloutStrategy.allAtOnce().waitAt(Weight.percent(100))),
          RollingOut.advance(WAITING, false),
          Beginning.ofPrices());

  private static final Map<Place, Routing> SET = new LinkedHashMap<>();

  static {
    SET.put(new Place(Worlds.ARTIFACT, LIVE), Routing.to(V4));
    SET.put(new Place(Worlds.ARTIFACT, NEXT), Routing.to(V1));
    SET.put(new Place(Worlds.PRICES, LIVE), Routing.to(V2));
  }

  private static final List<Operation> OPERATIONS =
      List.of(
          Publishing.publish(Material.ALL.get(3), "", false, 1),
          Publishing.publish(Material.ALL.get(3), "new", false, 1),
          Publishing.publish(B, "earlier", false, 1),
          Publishing.publish(A, "new", false, 1),
          Publishing.publishLatest("", 1),
          Publishing.publishLatest("new", 1),
          Publishing.put(A, 1),
          Sending.publishLarge(Material.LARGE.get(0), "", 1),
          Sending.publishLarge(Material.LARGE.get(1), "new", 1),
          Sending.publishStream(Material.LARGE.get(0), "", 1),
          Sending.publishStream(Material.LARGE.get(1), "new", 1),
          Sending.putLarge(Material.LARGE.get(0), 1),
          Sending.putStream(Material.LARGE.get(0), 1),
          Deploying.moveTo(LIVE, Routing.to(V1), 1),
          Deploying.moveTo(LIVE, Routing.split(V2, V1, Weight.percent(10)), 1),
          Deploying.moveTo(LIVE, Routing.to(Latest.LATEST), 1),
          Deploying.moveTo(Worlds.TEST, Routing.to(V1), 1),
          Deploying.fenced(LIVE, Routing.to(V1)),
          Deploying.rollback(LIVE, 2),
          Deploying.rollback(LIVE, 2, Change.Keying.OF_THE_JOB),
          Deploying.promote(NEXT, Change.Keying.OF_THE_JOB),
          Deploying.create(Worlds.TEST, Routing.to(V1), Change.Keying.OF_THE_JOB),
          Deploying.pointTo(LIVE, V1, Change.Keying.OF_THE_CALL),
          Deploying.split(LIVE, V2, V1, Change.Keying.OF_THE_CALL),
          Deploying.weigh(LIVE, V1, Change.Keying.OF_THE_JOB),
          Deploying.delete(LIVE),
          Deploying.delete(NEXT, Change.Keying.OF_THE_JOB),
          Deploying.shift(LIVE, V1),
          Freezing.freeze(LIVE, Duration.ofDays(1)),
          Freezing.unfreeze(FROZEN),
          Freezing.breakThrough(FROZEN, Routing.to(V1)),
          Overriding.set(LIVE, "user-1", V1),
          Overriding.set(NEXT, "user-2", V2),
          Overriding.clear(NEXT),
          Overriding.read(NEXT),
          Releasing.release(SET, 1),
          Releasing.fenced(SET),
          Releasing.rollback(List.copyOf(SET.keySet()).subList(0, 2), 1),
          Releasing.takenBack(SET),
          RollingOut.start(LIVE, V1, RolloutStrategy.allAtOnce()),
          RollingOut.tick(NEXT, HealthGate.open(), 4),
          RollingOut.tick(NEXT, seen -> Health.unhealthy("a drill"), 2),
          RollingOut.pause(NEXT),
          RollingOut.advance(NEXT, false),
          RollingOut.advance(NEXT, true),
          RollingOut.approve(WAITING, true),
          RollingOut.abort(NEXT),
          Labelling.set(V1, Labelling.SET),
          Labelling.set(V2, Labelling.SET),
          Labelling.replace(V1),
          Tending.delete(V1, 1),
          Tending.delete(V2, 1),
          Tending.restore(V3),
          Tending.deleteArtifact(),
          Pruning.toWhatIsInUse(),
          Pruning.toTheLedger(1),
          Reading.read(LIVE),
          Reading.read(Latest.LATEST),
          Reading.list(),
          Collecting.collect(Duration.ZERO, Duration.ZERO),
          Collecting.fsck());

  /**
   * Calls that are reached after two consecutive faults, but rarely by a random world, or because
   * the artifact has more aliases here. Each death at them is tried here; if a random world reaches
   * one, it belongs in the list.
   */
  private static final Set<CrashPoint> ONLY_HERE =
      Set.of(
          CrashPoint.parse("CLEAR_OVERRIDES MOVE 3"),
          CrashPoint.parse("CREATE_ALIAS MOVE 3"),
          CrashPoint.parse("FENCED_MOVE FIND_KEY 1"),
          CrashPoint.parse("PROMOTE MOVE 3"),
          CrashPoint.parse("PRUNE FIND_ALIAS 3"),
          CrashPoint.parse("PRUNE LEDGER 3"),
          CrashPoint.parse("ROLLOUT_ADVANCE FIND_LEDGER_ROW 2"),
          CrashPoint.parse("ROLLOUT_ADVANCE MOVE 3"),
          CrashPoint.parse("ROLLOUT_APPROVE FIND_LEDGER_ROW 2"),
          CrashPoint.parse("ROLLOUT_STEER FIND_LEDGER_ROW 2"),
          CrashPoint.parse("UNFREEZE MOVE 3"));

  private static List<What> whatHappens(StoreOperation call) {
    List<What> all = new ArrayList<>(List.of(new Dies(false), new Dies(true)));
    for (Fault fault : Fault.values()) {
      if (fault != Fault.NONE && fault.concerns(call)) {
        all.add(new Meets(fault));
      }
    }
    return all;
  }

  private static ScriptedRun world(boolean copies) {
    ScriptedRun world = new ScriptedRun(copies);
    BEFORE.forEach(world::undisturbed);
    return world;
  }

  private final AtomicLong runs = new AtomicLong();
  private final Set<CrashPoint> seen = new ConcurrentSkipListSet<>();
  private final Map<String, Integer> callsOf = new ConcurrentHashMap<>();

  /** Injects an accident, and then each possible accident at a later call. */
  private void disturb(
      Operation operation, boolean copies, Map<Integer, What> before, int from, int more) {
    ScriptedRun world = world(copies);
    List<StoreOperation> calls;
    try {
      calls = world.disturbed(operation, before);
      world.undisturbed(operation);
      world.end();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(operation + ", to which happens " + before + ": " + e, e);
    }
    runs.incrementAndGet();
    Map<StoreOperation, Integer> counts = new EnumMap<>(StoreOperation.class);
    for (StoreOperation call : calls) {
      int nth = counts.merge(call, 1, Integer::sum);
      seen.add(CrashPoint.at(CrashPoint.index(operation.kind(), call, nth)));
    }
    callsOf.merge(operation.toString(), calls.size(), Math::max);
    for (int i = from; more > 0 && i < calls.size(); i++) {
      for (What what : whatHappens(calls.get(i))) {
        Map<Integer, What> script = new LinkedHashMap<>(before);
        script.put(i, what);
        boolean dies = what instanceof Dies;
        disturb(operation, copies, script, i + 1, dies ? 0 : more - 1);
      }
    }
  }

  @Test
  void noFaultAtAnyCallOfAnyOperationBreaksAPromise() {
    OPERATIONS.parallelStream().forEach(operation -> disturb(operation, true, Map.of(), 0, FAULTS));
    disturb(Publishing.publishLatest("", 1), false, Map.of(), 0, FAULTS);
    disturb(Sending.publishStream(Material.LARGE.get(0), "", 1), false, Map.of(), 0, FAULTS);
    System.out.printf(
        "Faults: every one%s, at all %d calls of %d operations: %,d runs%n",
        FAULTS == 1 ? "" : " and every two of them",
        callsOf.values().stream().mapToInt(Integer::intValue).sum(),
        callsOf.size(),
        runs.get());
    assertThat(callsOf).hasSize(OPERATIONS.size());
    CrashPoints listed = CrashPoints.read();
    seen.removeAll(ONLY_HERE);
    assertThat(seen).as("calls that no random world reaches").allMatch(listed::has);
  }
}
