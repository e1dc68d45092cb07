package dev.versioned.rollout;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.SetClock;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Environment;
import dev.versioned.spi.ItemStore;
import java.time.Instant;

/** A repository in memory with some versions, whose clock the test sets. */
final class RolloutWorld {
  static final Instant START = SetClock.START;

  final SetClock clock = new SetClock();
  final BlobStore blobs = new MemoryBlobStore();
  final ItemStore items = new MemoryItemStore();
  final Catalog catalog = new Catalog(items, Runnable::run);
  final ArtifactRepository repo = over(items);
  final Artifact checkout = repo.artifact("checkout");
  final AliasHandle live = checkout.alias("LIVE");

  /** Publishes the versions, and points LIVE to the first. */
  RolloutWorld(int versions) {
    for (int i = 1; i <= versions; i++) {
      checkout.publish(Content.of("content of " + i));
    }
    live.pointTo(number(1));
  }

  static VersionNumber number(long value) {
    return VersionNumber.of(value);
  }

  /** Returns a repository in which waiting makes time pass. */
  ArtifactRepository over(ItemStore store) {
    Environment system = Environment.system();
    return ArtifactRepository.of(
        blobs,
        store,
        RepositorySettings.defaults().withActor("deployer"),
        new Environment(clock, clock::advance, system.random(), system.ids(), system.executor()));
  }

  LedgerEntry lastRow() {
    return live.ledger().findFirst().orElseThrow();
  }
}
