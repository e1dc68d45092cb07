package dev.versioned.simulation;

import dev.versioned.testkit.fault.StoreOperation;
import java.util.Comparator;

/**
 * A call at which an operation can be cut short, before it is made and after it.
 *
 * @param kind what kind of operation makes it
 * @param operation which operation of a store is called
 * @param nth how many calls of this operation it is; the last that counts stands for all later ones
 */
record CrashPoint(Operation.Kind kind, StoreOperation operation, int nth)
    implements Comparable<CrashPoint> {
  /** Of calls that an operation repeats without end the first three count, each for itself. */
  static final int REPEATS = 3;

  /** How many points there could be. */
  static final int COUNT =
      Operation.Kind.values().length * StoreOperation.values().length * REPEATS;

  private static final Comparator<CrashPoint> ORDER = Comparator.comparing(CrashPoint::toString);

  /** Returns its place in a table that lives as long as the run. */
  @SuppressWarnings("EnumOrdinal")
  static int index(Operation.Kind kind, StoreOperation operation, int nth) {
    return (kind.ordinal() * StoreOperation.values().length + operation.ordinal()) * REPEATS
        + Math.min(nth, REPEATS)
        - 1;
  }

  @SuppressWarnings("EnumOrdinal")
  static CrashPoint at(int index) {
    int operations = StoreOperation.values().length;
    return new CrashPoint(
        Operation.Kind.values()[index / REPEATS / operations],
        StoreOperation.values()[index / REPEATS % operations],
        1 + index % REPEATS);
  }

  int index() {
    return index(kind, operation, nth);
  }

  /** Reads it as it is written. */
  static CrashPoint parse(String text) {
    String[] words = text.split(" ", -1);
    return new CrashPoint(
        Operation.Kind.valueOf(words[0]),
        StoreOperation.valueOf(words[1]),
        Integer.parseInt(words[2]));
  }

  @Override
  public int compareTo(CrashPoint other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + " " + operation + " " + nth;
  }
}
