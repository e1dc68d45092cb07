package dev.versioned.simulation;

import dev.versioned.testkit.fault.StoreOperation;
import java.util.Comparator;

/**
 * A call at which an operation can be interrupted, before and after the call.
 *
 * @param kind the kind of operation that makes it
 * @param operation the called operation of a store
 * @param nth the number of the call of this operation; the last number that counts stands for all
 *     later ones
 */
record CrashPoint(Operation.Kind kind, StoreOperation operation, int nth)
    implements Comparable<CrashPoint> {
  /** Of calls that an operation repeats indefinitely, the first three count separately. */
  static final int REPEATS = 3;

  /** The number of possible points. */
  static final int COUNT =
      Operation.Kind.values().length * StoreOperation.values().length * REPEATS;

  private static final Comparator<CrashPoint> ORDER = Comparator.comparing(CrashPoint::toString);

  /** Returns its index in a table that exists as long as the run. */
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

  /** Parses the written form. */
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
