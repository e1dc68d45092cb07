package dev.versioned.simulation;

import dev.versioned.simulation.Plan.Death;
import dev.versioned.testkit.fault.StoreOperation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts crash points: each call of each kind of operation, before it and after it. Of calls that
 * an operation repeats without end the first three count, each for itself.
 */
final class Coverage {
  private static final int REPEATS = 3;
  private static final int OPERATIONS = StoreOperation.values().length;
  private static final int POINTS = Operation.Kind.values().length * OPERATIONS * REPEATS * 2;

  private final @Nullable Sighting[] seen = new Sighting[POINTS / 2];
  private final BitSet hit = new BitSet(POINTS);
  private final Set<StoreOperation> called = EnumSet.noneOf(StoreOperation.class);

  /** Where a call was seen first: in which run, and which call of it. */
  private record Sighting(Plan plan, int call) {}

  @SuppressWarnings("EnumOrdinal") // a place in a table that lives as long as the run
  static int point(Operation.Kind kind, StoreOperation operation, int nth) {
    return (kind.ordinal() * OPERATIONS + operation.ordinal()) * REPEATS
        + Math.min(nth, REPEATS)
        - 1;
  }

  void saw(int point, StoreOperation operation, Plan plan, int call) {
    if (seen[point] == null) {
      seen[point] = new Sighting(plan, call);
      called.add(operation);
    }
  }

  void hit(int point, boolean after) {
    hit.set(2 * point + (after ? 1 : 0));
  }

  void add(Coverage other) {
    for (int i = 0; i < seen.length; i++) {
      if (seen[i] == null) {
        seen[i] = other.seen[i];
      }
    }
    hit.or(other.hit);
    called.addAll(other.called);
  }

  int total() {
    int total = 0;
    for (Sighting one : seen) {
      total += one == null ? 0 : 2;
    }
    return total;
  }

  int hits() {
    return hit.cardinality();
  }

  /** The operations of the stores that were called. */
  Set<StoreOperation> called() {
    return Set.copyOf(called);
  }

  /** The runs that would hit what chance has not. */
  List<Plan> missing() {
    List<Plan> missing = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      Sighting sighting = seen[i / 2];
      if (sighting != null && !hit.get(i)) {
        missing.add(sighting.plan().with(new Death(sighting.call(), i % 2 == 1)));
      }
    }
    return missing;
  }
}
