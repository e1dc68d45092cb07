package dev.versioned.simulation;

import dev.versioned.rollout.Rollout;
import dev.versioned.simulation.Plan.Death;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts which crash points runs reached, and at which of them an actor died. */
final class Coverage {
  private final @Nullable Sighting[] first = new Sighting[CrashPoint.COUNT];
  private final @Nullable Plan[] last = new Plan[CrashPoint.COUNT];
  private final long[] runsTo = new long[CrashPoint.COUNT];
  private final BitSet hit = new BitSet(2 * CrashPoint.COUNT);
  private final Map<Rollout.State, Integer> rolloutEnds = new EnumMap<>(Rollout.State.class);
  private long runs;

  /**
   * Where a call was first seen: in which run, and its number in it. A sighting after a death
   * before a call of the same number is used only if there is no other: with another death there,
   * the call that was not made is made, and has this number.
   */
  private record Sighting(Plan plan, int call, boolean afterADeath) {
    /** Returns one of two, the same whichever was first, because runs are concurrent. */
    static @Nullable Sighting earlier(@Nullable Sighting one, @Nullable Sighting other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      } else if (one.afterADeath != other.afterADeath) {
        return one.afterADeath ? other : one;
      }
      return one.plan.seed() <= other.plan.seed() ? one : other;
    }
  }

  /** Begins another run. */
  void begin() {
    runs++;
  }

  @SuppressWarnings("ReferenceEquality") // each run has a plan of its own
  void saw(int point, Plan plan, int call, boolean afterADeath) {
    Sighting known = first[point];
    if (known == null || (known.afterADeath && !afterADeath)) {
      first[point] = new Sighting(plan, call, afterADeath);
    }
    if (last[point] != plan) {
      last[point] = plan;
      runsTo[point]++;
    }
  }

  void hit(int point, boolean after) {
    hit.set(2 * point + (after ? 1 : 0));
  }

  void add(Coverage other) {
    for (int i = 0; i < first.length; i++) {
      first[i] = Sighting.earlier(first[i], other.first[i]);
      runsTo[i] += other.runsTo[i];
    }
    hit.or(other.hit);
    other.rolloutEnds.forEach((end, count) -> rolloutEnds.merge(end, count, Integer::sum));
    runs += other.runs;
  }

  /** Returns the points that runs reached. */
  SortedSet<CrashPoint> seen() {
    SortedSet<CrashPoint> seen = new TreeSet<>();
    for (int i = 0; i < first.length; i++) {
      if (first[i] != null) {
        seen.add(CrashPoint.at(i));
      }
    }
    return seen;
  }

  long runs() {
    return runs;
  }

  /** Returns how many runs reached a point. */
  long runsTo(CrashPoint point) {
    return runsTo[point.index()];
  }

  /** Returns a run that reached a point. */
  Plan first(CrashPoint point) {
    Sighting sighting = first[point.index()];
    if (sighting == null) {
      throw new IllegalArgumentException("no run came to " + point);
    }
    return sighting.plan();
  }

  /** Records the end of a rollout. */
  void ended(Rollout.State end) {
    rolloutEnds.merge(end, 1, Integer::sum);
  }

  /** Returns how many rollouts reached each end. */
  Map<Rollout.State, Integer> rolloutEnds() {
    return rolloutEnds;
  }

  int hits() {
    return hit.cardinality();
  }

  /** Returns the runs that would hit the points that chance has missed. */
  List<Plan> missing() {
    List<Plan> missing = new ArrayList<>();
    for (int i = 0; i < 2 * first.length; i++) {
      Sighting sighting = first[i / 2];
      if (sighting != null && !hit.get(i)) {
        missing.add(sighting.plan().with(new Death(sighting.call(), i % 2 == 1)));
      }
    }
    return missing;
  }
}
