package dev.versioned.simulation;

/** A table from states to numbers, designed for millions of them. A state is up to six numbers. */
final class Visited {
  private static final int BITS = 20;

  private long[] high = new long[1 << 16];
  private long[] low = new long[1 << 16];
  private double[] values = new double[1 << 16];
  private int size;

  /** Returns the number of a state, 0 if it has none. */
  double find(int[] state) {
    return values[slot(high(state), low(state))];
  }

  /** Sets the number of a state; it must not be 0. */
  void put(int[] state, double value) {
    if (size * 3L > values.length * 2L) {
      grow();
    }
    long stateHigh = high(state);
    long stateLow = low(state);
    int slot = slot(stateHigh, stateLow);
    if (values[slot] == 0) {
      size++;
    }
    high[slot] = stateHigh;
    low[slot] = stateLow;
    values[slot] = value;
  }

  int size() {
    return size;
  }

  private static long high(int[] state) {
    return packed(state, 0, Math.min(3, state.length));
  }

  private static long low(int[] state) {
    return packed(state, Math.min(3, state.length), state.length);
  }

  private static long packed(int[] state, int from, int to) {
    long packed = 0;
    for (int i = from; i < to; i++) {
      // The last number is small; it shares a slot with the one before it.
      int bits = i > 0 && i == state.length - 1 ? 4 : BITS;
      if (state[i] >> bits != 0) {
        throw new IllegalStateException(state[i] + " is more than " + bits + " bits");
      }
      packed = packed << bits | state[i];
    }
    return packed;
  }

  private int slot(long stateHigh, long stateLow) {
    long mixed = stateHigh * 0x9E3779B97F4A7C15L + stateLow;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD1B54A32D192ED03L;
    int mask = values.length - 1;
    int slot = (int) (mixed >>> 24) & mask;
    while (values[slot] != 0 && (high[slot] != stateHigh || low[slot] != stateLow)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    double[] oldValues = values;
    high = new long[oldHigh.length * 2];
    low = new long[oldHigh.length * 2];
    values = new double[oldHigh.length * 2];
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] != 0) {
        int slot = slot(oldHigh[i], oldLow[i]);
        high[slot] = oldHigh[i];
        low[slot] = oldLow[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
