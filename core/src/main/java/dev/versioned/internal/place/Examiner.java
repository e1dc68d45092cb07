package dev.versioned.internal.place;

import dev.versioned.internal.Failures;
import dev.versioned.internal.Log;
import dev.versioned.internal.catalog.Bond;
import dev.versioned.internal.catalog.RepositoryItem;
import dev.versioned.internal.probe.StoreProbe;
import dev.versioned.maintenance.StoreExamination;
import dev.versioned.maintenance.StoreExamination.Finding;
import dev.versioned.maintenance.StoreExamination.Outcome;
import dev.versioned.model.BackendException;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Environment;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.StoreIdentity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a repository use only stores that keep the promises it is built on. The result of an
 * examination is recorded in the table's own item, by the set-up and by the collector, and costs no
 * request after that. Where none is recorded, the first write of bytes of a process examines the
 * stores, and the process remembers the result.
 */
final class Examiner {
  /** The remedy in messages about stores that break promises. */
  private static final String REMEDY = "see docs/stores.md";

  /** The results of this process, by the names of the stores. */
  private static final Map<String, CompletableFuture<StoreExamination>> KNOWN =
      new ConcurrentHashMap<>();

  private final BlobStore blobs;
  private final ItemStore items;
  private final Environment environment;
  private final RepositoryItem item;

  Examiner(BlobStore blobs, ItemStore items, Environment environment, RepositoryItem item) {
    this.blobs = blobs;
    this.items = items;
    this.environment = environment;
    this.item = item;
  }

  /** Refuses a table that says of itself that it cannot keep the promises. Makes no request. */
  static void refuseFaults(String what, Reading reading) {
    StoreIdentity table = reading.table();
    // rule: table-that-names-its-fault-is-refused
    if (table != null && !table.faults().isEmpty()) {
      throw refused(what, "table " + table.name() + ": " + String.join("; ", table.faults()));
    }
  }

  /** Refuses a global table that the set-up has not bound: two Regions could both bind it. */
  static void refuseUnchosenHome(String what, Reading reading) {
    StoreIdentity table = reading.table();
    // rule: set-up-chooses-the-home-region
    if (table != null && !table.otherRegions().isEmpty() && reading.kept().isEmpty()) {
      throw refused(
          what,
          "table "
              + table.name()
              + " is a global table with replicas in "
              + String.join(", ", table.otherRegions())
              + ", and has no home Region; run 'versioned init' in the only Region that is to"
              + " write");
    }
  }

  /** Refuses stores that break promises; examines them if neither table nor process knows. */
  void require(String what, Reading reading) {
    refuseFaults(what, reading);
    // rule: unexamined-stores-are-examined
    if (!reading.isExamined()) {
      refuseBroken(what, reading, known(reading));
    }
  }

  /** Does the same, and records the result for every process, if this one may. */
  void requireAndRecord(String what, Reading reading) {
    require(what, reading);
    if (!reading.isExamined() && known(reading).isSound()) {
      try {
        record(reading);
      } catch (BackendException e) {
        Log.STORES.debug("the result of the examination is not recorded", e);
      }
    }
  }

  /** Examines the stores, whatever is recorded; a fault removes the record. */
  StoreExamination examine(Reading reading) {
    StoreIdentity table = reading.table();
    if (table == null) {
      return new StoreExamination(List.of());
    }
    StoreExamination result = StoreProbe.run(blobs, items, table, environment);
    if (!result.isUsable() && reading.kept().isPresent()) {
      try {
        item.forgetExamined(own(reading));
      } catch (BackendException e) {
        Log.STORES.warn("the record that the stores were examined is not removed", e);
      }
    }
    return result;
  }

  /** Records that the stores are right, and the home Region. */
  boolean record(Reading reading) {
    StoreIdentity table = reading.table();
    return table == null || item.recordExamined(own(reading), table.region(), environment.now());
  }

  private static Bond own(Reading reading) {
    return Objects.requireNonNull(reading.own());
  }

  private StoreExamination known(Reading reading) {
    String names = own(reading).table() + " and " + own(reading).place();
    CompletableFuture<StoreExamination> own = new CompletableFuture<>();
    // rule: result-is-kept-by-the-process
    CompletableFuture<StoreExamination> running = KNOWN.putIfAbsent(names, own);
    if (running != null) {
      return join(running);
    }
    try {
      StoreExamination result =
          StoreProbe.run(blobs, items, Objects.requireNonNull(reading.table()), environment);
      own.complete(result);
      warn(names, result);
      return result;
    } catch (RuntimeException | Error e) {
      KNOWN.remove(names, own); // it says nothing about the stores: the next write tries again
      own.completeExceptionally(e);
      throw e;
    }
  }

  private static StoreExamination join(CompletableFuture<StoreExamination> running) {
    try {
      return running.join();
    } catch (CompletionException e) {
      throw Failures.rethrown(e);
    }
  }

  private static void warn(String names, StoreExamination result) {
    if (result.isSound()) {
      Log.STORES.warn(
          "table {}: no record says that they keep their promises, so this process has examined"
              + " them, as every other one will; run 'versioned init' once, which records it",
          names);
    } else if (result.isUsable()) {
      Log.STORES.warn(
          "table {}: not all of their promises could be examined ({}); run 'versioned init' with"
              + " more rights",
          names,
          result.describe(Outcome.UNKNOWN));
    }
  }

  private static void refuseBroken(String what, Reading reading, StoreExamination result) {
    if (!result.isUsable()) {
      Finding first = result.of(Outcome.BROKEN).get(0);
      throw refused(
          what,
          own(reading).place()
              + " and table "
              + own(reading).table()
              + " cannot keep versions safe ("
              + result.describe(Outcome.BROKEN)
              + ")"
              + (first.remedy().isEmpty() ? "" : "; " + first.remedy()));
    }
  }

  private static BackendException refused(String what, String why) {
    return BackendException.permanentFailure("Cannot " + what + ": " + why + "; " + REMEDY, null);
  }
}
