package dev.versioned.simulation;

import dev.versioned.RepositorySettings;
import dev.versioned.testkit.fault.Fault;
import dev.versioned.testkit.fault.FaultInjector;
import dev.versioned.testkit.fault.FaultyBlobStore;
import dev.versioned.testkit.fault.FaultyItemStore;
import dev.versioned.testkit.fault.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state that a small world can reach: each order of the calls of all actors, each with
 * one accident, at every call of every actor.
 *
 * <p>A state consists of the contents of the stores, and of the results that each actor has
 * received. Both are numbered, so that a state is a few numbers; and the effect of one step of one
 * actor is computed once for each pair of its results and the stores' contents, however many states
 * have that pair.
 */
final class Exploration {
  private final List<Operation> operations;
  private final List<Fault> faults;
  private final List<Recording> stores = new ArrayList<>();
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final Map<Snapshot, Integer> storeIds = new HashMap<>();
  private final List<Mind> minds = new ArrayList<>();
  private final Map<Mind, Integer> mindIds = new HashMap<>();
  private final Map<Long, Outcome> outcomes = new HashMap<>();
  private final Visited visited = new Visited();
  private final Map<Integer, Boolean> repaired = new HashMap<>();
  private final List<Step> path = new ArrayList<>();
  private final Ends ends;
  private long steps;

  /** Checks an end: the contents of the stores, and the results of the actors. */
  @FunctionalInterface
  interface Ends {
    /** Throws a violation if these do not go together. */
    void check(Snapshot snapshot, List<Told> told);
  }

  /**
   * The results that an actor received by the end.
   *
   * @param by its name and life, which are the prefix of its tokens
   * @param answers the library's results, in order; empty if it is dead
   */
  record Told(String by, List<String> answers) {}

  /** The knowledge of an actor. */
  private record Mind(
      int actor, int life, List<Object> heard, Duration waited, @Nullable Told told) {}

  /** One actor's next step. */
  private record Turn(int mind, int store, Fault fault) {
    /** Returns a different number for each, suitable for hash tables. */
    @SuppressWarnings("EnumOrdinal") // a place in a table that lives as long as the run
    long key() {
      long number = ((long) mind << 32 | store) << 4 | fault.ordinal();
      return number * 0x9E3779B97F4A7C15L;
    }
  }

  /** One actor's step on the way to a state: its call's fault, or its accident. */
  private record Step(int actor, int mind, Object how) {}

  /** The result of a step; the last step of an operation need not be a call. */
  private record Outcome(int mind, int store, @Nullable StoreOperation call) {}

  /**
   * The statistics of an exploration.
   *
   * @param states the number of states
   * @param steps the number of steps between them
   * @param schedules the number of orders in which these steps can be taken
   * @param storeStates the number of states of the stores
   */
  record Seen(long states, long steps, double schedules, int storeStates) {
    @Override
    public String toString() {
      return String.format(
          "%,d states, %,d steps, %.2g schedules, %,d states of the stores",
          states, steps, schedules, storeStates);
    }
  }

  /**
   * Creates a world.
   *
   * @param before the operations of the world's history
   * @param operations the operations of the actors, one each
   * @param faults the faults that can occur once, besides a death, at any call
   * @param ends checks an end
   */
  Exploration(List<Operation> before, List<Operation> operations, List<Fault> faults, Ends ends) {
    this.operations = operations;
    this.faults = faults;
    this.ends = ends;
    Recording first = new Recording();
    for (int i = 0; i < before.size(); i++) {
      ActorWorld world = new ActorWorld(Duration.ZERO, Integer.MAX_VALUE);
      Hands hands = hands("before" + i + ".", false, new ArrayList<>(), world, first, Fault.NONE);
      hands.rewind();
      before.get(i).body().run(hands);
    }
    number(first);
  }

  private int number(Recording recording) {
    Snapshot snapshot = Snapshot.of(recording);
    Integer known = storeIds.get(snapshot);
    if (known != null) {
      return known;
    }
    snapshot.check();
    stores.add(recording);
    snapshots.add(snapshot);
    storeIds.put(snapshot, stores.size() - 1);
    return stores.size() - 1;
  }

  private int number(Mind mind) {
    return mindIds.computeIfAbsent(
        mind,
        fresh -> {
          minds.add(fresh);
          return minds.size() - 1;
        });
  }

  /** Lets an actor make a number of calls. */
  private static final class ActorWorld implements Journal.World {
    private Duration waited;
    private int left;
    private @Nullable StoreOperation call;

    ActorWorld(Duration waited, int left) {
      this.waited = waited;
      this.left = left;
    }

    @Override
    public boolean mayCall(StoreOperation operation) {
      return left-- > 0;
    }

    @Override
    public boolean called(StoreOperation operation) {
      call = operation;
      return true;
    }

    @Override
    public Instant now() {
      return Recording.TIME.plus(waited);
    }

    @Override
    public boolean sleep(Duration duration) {
      waited = waited.plus(duration);
      return true;
    }
  }

  private static Hands hands(
      String by,
      boolean again,
      List<Object> heard,
      ActorWorld world,
      Recording stores,
      Fault fault) {
    FaultInjector faults = new FaultInjector(call -> fault);
    Journal journal = new Journal(world, heard);
    journal.begin("job-" + by.substring(0, by.indexOf('.')), again);
    journal.name(by);
    return new Hands(
        new JournaledBlobStore(new FaultyBlobStore(stores.blobs, faults), journal, true),
        new JournaledItemStore(new FaultyItemStore(stores.items, faults), journal),
        RepositorySettings.defaults()
            .withActor("simulation")
            .withPublishWait(Duration.ofMillis(1))
            .withContentionTimeout(Duration.ofMillis(15)),
        journal,
        EnumSet.allOf(Circumstance.class));
  }

  private static String by(Mind mind) {
    return "a" + mind.actor() + "." + mind.life() + ".";
  }

  private Outcome outcome(Turn turn) {
    Long key = turn.key();
    Outcome known = outcomes.get(key);
    if (known == null) {
      known = step(turn);
      outcomes.put(key, known);
    }
    return known;
  }

  private Outcome step(Turn turn) {
    Mind mind = minds.get(turn.mind());
    Recording recording = stores.get(turn.store()).copy();
    ActorWorld world = new ActorWorld(mind.waited(), 1);
    List<Object> heard = new ArrayList<>(mind.heard());
    Hands hands = hands(by(mind), mind.life() > 1, heard, world, recording, turn.fault());
    hands.rewind();
    boolean done = false;
    try {
      operations.get(mind.actor()).body().run(hands);
      done = !hands.isStopped();
    } catch (Journal.Stop e) {
      // It has made its call.
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof Journal.Stop)) {
        throw e;
      }
    }
    Told told = done ? new Told(by(mind), hands.answers()) : null;
    int next = number(new Mind(mind.actor(), mind.life(), List.copyOf(heard), world.waited, told));
    int store = number(recording);
    if (store != turn.store()) {
      snapshots.get(store).checkStepFrom(snapshots.get(turn.store()));
    }
    return new Outcome(next, store, world.call);
  }

  /** Visits all states, with at most this many accidents. */
  Seen explore(int accidents) {
    int[] start = new int[operations.size() + 2];
    for (int i = 0; i < operations.size(); i++) {
      start[i + 1] = number(new Mind(i, 1, List.of(), Duration.ZERO, null));
    }
    start[start.length - 1] = accidents;
    double schedules;
    try {
      schedules = visit(start);
    } catch (RuntimeException | AssertionError e) {
      String story = path.stream().map(this::told).collect(Collectors.joining("\n"));
      throw new AssertionError(story + "\n" + e, e);
    }
    return new Seen(visited.size(), steps, schedules, stores.size());
  }

  private String told(Step step) {
    List<Object> heard = minds.get(step.mind()).heard();
    return String.format(
        "a%d (%s) %s: %s",
        step.actor(),
        operations.get(step.actor()),
        step.how(),
        heard.isEmpty() ? "" : heard.get(heard.size() - 1));
  }

  /**
   * Visits a state and all its successors. It is given as the number of the stores' contents, the
   * numbers of the actors' knowledge, and the number of accidents that may still happen. Returns
   * the number of ways to continue from there.
   */
  private double visit(int[] numbers) {
    double known = visited.find(numbers);
    if (known != 0) {
      return known;
    }
    boolean mayFail = numbers[numbers.length - 1] > 0;
    double schedules = 0;
    boolean atEnd = true;
    for (int i = 1; i < numbers.length - 1; i++) {
      Mind mind = minds.get(numbers[i]);
      if (mind.told() != null) {
        continue;
      }
      atEnd = false;
      schedules += follow(numbers, i, new Turn(numbers[i], numbers[0], Fault.NONE));
      if (mayFail) {
        schedules += accidents(numbers, i, mind);
      }
    }
    if (atEnd) {
      checkEnd(numbers);
      schedules = 1;
    }
    visited.put(numbers, schedules);
    return schedules;
  }

  /** Lets the actor die, permanently or to start again, or lets its next call meet a fault. */
  private double accidents(int[] state, int i, Mind mind) {
    Mind anew = new Mind(mind.actor(), mind.life() + 1, List.of(), Duration.ZERO, null);
    Mind dead =
        new Mind(
            mind.actor(), mind.life() + 1, List.of(), Duration.ZERO, new Told(by(mind), List.of()));
    double schedules = go(state, i, number(dead), state[0], 1, "dies");
    if (!mind.heard().isEmpty()) {
      schedules += go(state, i, number(anew), state[0], 1, "begins anew");
    }
    int plain = state[i];
    int store = state[0];
    for (Fault fault : faults) {
      StoreOperation call = outcome(new Turn(plain, store, Fault.NONE)).call();
      if (call != null && fault.concerns(call)) {
        schedules += follow(state, i, new Turn(plain, store, fault));
      }
    }
    return schedules;
  }

  private double follow(int[] state, int i, Turn turn) {
    Outcome outcome = outcome(turn);
    int cost = turn.fault() == Fault.NONE ? 0 : 1;
    return go(state, i, outcome.mind(), outcome.store(), cost, turn.fault());
  }

  private double go(int[] state, int i, int mind, int store, int cost, Object how) {
    int[] next = state.clone();
    next[0] = store;
    next[i] = mind;
    next[next.length - 1] -= cost;
    steps++;
    path.add(new Step(i - 1, mind, how));
    double schedules = visit(next);
    path.remove(path.size() - 1);
    return schedules;
  }

  private void checkEnd(int[] state) {
    int store = state[0];
    if (repaired.putIfAbsent(store, true) == null) {
      Recording recording = stores.get(store).copy();
      ActorWorld world = new ActorWorld(Duration.ZERO, Integer.MAX_VALUE);
      Hands hands = hands("end.", false, new ArrayList<>(), world, recording, Fault.NONE);
      hands.rewind();
      Collecting.gc(hands, Duration.ZERO, Duration.ZERO).run();
      Snapshot clean = Snapshot.of(recording);
      clean.check();
      clean.checkNoOrphan();
      List<String> violations = Collecting.violations(hands, false);
      Oracle.check(violations.isEmpty(), 9, () -> "fsck reports " + violations);
    }
    List<Told> told = new ArrayList<>();
    for (int i = 1; i < state.length - 1; i++) {
      Told one = minds.get(state[i]).told();
      if (one != null) {
        told.add(one);
      }
    }
    ends.check(snapshots.get(store), told);
  }
}
