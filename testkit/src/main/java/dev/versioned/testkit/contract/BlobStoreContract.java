package dev.versioned.testkit.contract;

import dev.versioned.spi.BlobStore;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * The contract of every {@link BlobStore}. A store's test extends this class and creates the store.
 *
 * <p>A test needs up to 400 MiB of the store and of memory. It removes large blobs afterwards and
 * leaves small ones behind.
 */
public abstract class BlobStoreContract {
  private BlobFixture blobs;

  /** Creates the suite. */
  protected BlobStoreContract() {}

  /**
   * Creates the store to be tested, once for each test.
   *
   * @return a store; the suite closes it
   */
  protected abstract BlobStore newStore();

  /**
   * Returns the known deviations of the server behind the store. The tests that would detect them
   * are skipped, with the deviation as the reason.
   *
   * @return the known deviations; none by default
   */
  protected Set<BlobStoreDeviation> deviations() {
    return Set.of();
  }

  /**
   * Returns how often 16 writers of small content race for one key.
   *
   * @return 20 by default; a slow server may use fewer, which also lowers the number of writers of
   *     large content
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
