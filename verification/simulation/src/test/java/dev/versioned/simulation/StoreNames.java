package dev.versioned.simulation;

import dev.versioned.internal.place.Binding;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Environment;
import dev.versioned.spi.ItemStore;
import dev.versioned.testkit.fault.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The names by which stores are bound to each other. In most worlds they have none, because only
 * one process can reach their memory.
 *
 * @param place the name of the place of the blobs
 * @param table the name of the table
 */
record StoreNames(Optional<String> place, Optional<String> table) {
  static final StoreNames NONE = new StoreNames(Optional.empty(), Optional.empty());

  /** The place of versions that are read through a catalog alone. */
  static final StoreNames OWN =
      new StoreNames(Optional.of(Version.NO_PLACE), Optional.of("the table"));

  static final StoreNames WRONG_TABLE =
      new StoreNames(Optional.of(Version.NO_PLACE), Optional.of("another table"));

  /** Binds two stores with these names to each other, without faults. */
  void bind(BlobStore blobs, ItemStore items, Environment environment) {
    Journal journal = new Journal(new Alone(blobs.now()));
    Binding.of(
            new JournaledBlobStore(blobs, journal, true, place),
            new JournaledItemStore(items, journal, table),
            environment)
        .claim();
  }

  /** A world without other actors. */
  private record Alone(Instant now) implements Journal.World {
    @Override
    public boolean mayCall(StoreOperation operation) {
      return true;
    }

    @Override
    public boolean called(StoreOperation operation) {
      return true;
    }

    @Override
    public boolean sleep(Duration duration) {
      return true;
    }
  }
}
