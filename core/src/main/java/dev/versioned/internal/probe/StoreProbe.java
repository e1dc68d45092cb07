package dev.versioned.internal.probe;

import dev.versioned.maintenance.StoreExamination;
import dev.versioned.maintenance.StoreExamination.Finding;
import dev.versioned.maintenance.StoreExamination.Outcome;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Environment;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.StoreIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Examines two stores with the rights of a publisher: what silently destroys a promise is found by
 * a few writes of its own, alone and in races, before a version depends on it.
 */
public final class StoreProbe {
  private StoreProbe() {}

  /**
   * Examines two stores, which takes as long as some 25 requests one after another.
   *
   * @param blobs stores the bytes
   * @param items stores versions and aliases
   * @param table what the item store says of itself
   * @param environment clock and ids
   * @return what was found
   * @throws dev.versioned.model.BackendException if a store fails, which says nothing about it
   */
  public static StoreExamination run(
      BlobStore blobs, ItemStore items, StoreIdentity table, Environment environment) {
    BlobProbe ofBlobs = new BlobProbe(blobs, environment.ids());
    ItemProbe ofItems = new ItemProbe(items, environment.ids(), environment.now());
    try (Race race = new Race()) {
      List<Callable<List<Finding>>> lanes =
          List.of(
              ofBlobs::alone,
              () -> ofBlobs.raced(race),
              () -> ofItems.writes(race),
              () -> ofItems.transactions(race));
      try {
        List<Finding> findings = new ArrayList<>();
        race.together(lanes).forEach(findings::addAll);
        findings.add(ofRegions(table));
        return new StoreExamination(findings);
      } finally {
        ofBlobs.clean(race);
        ofItems.clean();
      }
    }
  }

  private static Finding ofRegions(StoreIdentity table) {
    String promise = "DynamoDB: the table has transactions, and is written in one Region";
    return table.faults().isEmpty()
        ? new Finding(promise, Outcome.KEPT, "", "")
        : new Finding(
            promise,
            Outcome.BROKEN,
            String.join("; ", table.faults()),
            "use a table in one Region, or a global table of eventual consistency that is written"
                + " in its home Region only");
  }
}
