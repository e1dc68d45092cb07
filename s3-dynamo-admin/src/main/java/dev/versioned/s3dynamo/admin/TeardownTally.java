package dev.versioned.s3dynamo.admin;

import java.util.ArrayList;
import java.util.List;

/** Counts what a teardown finds. For one thread. */
final class TeardownTally {
  private static final int MOST_FOREIGN = 1000;

  long objects;
  long uploads;
  long items;
  long foreignItems;
  private long foreignCount;
  private final List<String> foreign = new ArrayList<>();

  void foreign(String what) {
    foreignCount++;
    if (foreign.size() < MOST_FOREIGN) {
      foreign.add(what);
    }
  }

  boolean isEmpty() {
    return objects == 0 && uploads == 0 && items == 0;
  }

  TeardownReport report(boolean table) {
    return new TeardownReport(objects, uploads, items, foreign, foreignCount, table);
  }
}
