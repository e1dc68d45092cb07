package dev.versioned.internal.alias;

import dev.versioned.internal.record.AliasMoveSet;

/** How many items the moves of one transaction may take. */
final class MoveSize {
  private MoveSize() {}

  /** Returns the moves, or refuses them if they take more items than a transaction has. */
  static AliasMoveSet check(String what, AliasMoveSet set) {
    if (set.items() <= AliasMoveSet.ITEMS) {
      return set;
    }
    int versions = set.references().size();
    throw new IllegalArgumentException(
        set.moves().size() == 1
            ? "Cannot "
                + what
                + ": "
                + versions
                + " versions would come or go, and one move, which is one DynamoDB transaction of "
                + AliasMoveSet.ITEMS
                + " items, can take "
                + (AliasMoveSet.ITEMS - (set.items() - versions))
                + "; make it in several moves"
            : "Cannot "
                + what
                + ": it would take "
                + set.items()
                + " items, two for each of "
                + set.moves().size()
                + " aliases and one for each of "
                + versions
                + " versions that come or go, and one DynamoDB transaction can take "
                + AliasMoveSet.ITEMS
                + "; make it in several sets");
  }
}
