package dev.versioned.testkit.contract;

import dev.versioned.spi.BlobStore;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link BlobStore} must do. A store's test extends this class and says how to make the
 * store.
 *
 * <p>A test needs up to 400 MiB of the store and of memory. Large blobs are removed after it, small
 * ones are left behind.
 */
public abstract class BlobStoreContract {
  private BlobFixture blobs;

  /** Makes the suite. */
  protected BlobStoreContract() {}

  /**
   * Makes the store to be tested, once for each test.
   *
   * @return a store, which the suite closes
   */
  protected abstract BlobStore newStore();

  /**
   * Names what the server behind the store is known to do wrong. The tests that would find it are
   * skipped, with the deviation as the reason.
   *
   * @return the known deviations; none unless overridden
   */
  protected Set<BlobStoreDeviation> deviations() {
    return Set.of();
  }

  /**
   * Tells how long to race: how often 16 writers of small content meet at one key.
   *
   * @return 20 unless overridden; a slow server may do with fewer, and then sees fewer writers of
   *     large content, too
   */
  protected int raceRounds() {
    return 20;
  }

  @BeforeEach
  void openStore() {
    blobs = new BlobFixture(newStore(), deviations(), Samples.artifactName());
  }

  @AfterEach
  void closeStore() {
    blobs.deleteLarge();
    blobs.store().close();
  }

  @Nested
  class Creating extends BlobCreating {
    @Override
    BlobFixture blobs() {
      return blobs;
    }
  }

  @Nested
  class Streaming extends BlobStreaming {
    @Override
    BlobFixture blobs() {
      return blobs;
    }
  }

  @Nested
  class Resuming extends BlobResuming {
    @Override
    BlobFixture blobs() {
      return blobs;
    }
  }

  @Nested
  class Copying extends BlobCopying {
    @Override
    BlobFixture blobs() {
      return blobs;
    }
  }

  @Nested
  class Reading extends BlobReading {
    @Override
    BlobFixture blobs() {
      return blobs;
    }
  }

  @Nested
  class Maintenance extends BlobMaintenance {
    @Override
    BlobFixture blobs() {
      return blobs;
    }
  }

  @Nested
  class Races extends BlobRaces {
    @Override
    BlobFixture blobs() {
      return blobs;
    }

    @Override
    int rounds() {
      return raceRounds();
    }
  }
}
