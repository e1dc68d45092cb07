package dev.versioned.testkit.contract;

import dev.versioned.ArtifactRepository;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * What {@link ArtifactRepository} promises its users, on a pair of stores. The rules are the
 * library's; the promises hold only if the stores do what {@link BlobStoreContract} and {@link
 * ItemStoreContract} ask of them, so run those first. Stores with a place and an identity are bound
 * to each other before each test.
 *
 * <p>Bytes are corrupted through the blob store itself, as somebody with access to the bucket would
 * do it: removed, and written anew.
 */
public abstract class RepositoryContract {
  private RepositoryFixture repository;

  /** Makes the suite. */
  protected RepositoryContract() {}

  /**
   * Makes the store of the bytes, once for each test.
   *
   * @return a store, which the suite closes
   */
  protected abstract BlobStore newBlobStore();

  /**
   * Makes the store of versions and aliases, once for each test.
   *
   * @return a store, which the suite closes
   */
  protected abstract ItemStore newItemStore();

  /**
   * Tells how long to race: how often a deletion meets an alias, and fifty times how often each of
   * 32 threads publishes and moves.
   *
   * @return 1,000 unless overridden; a slow server may do with fewer
   */
  protected int raceRounds() {
    return 1_000;
  }

  @BeforeEach
  void openRepository() {
    repository = RepositoryFixture.over(newBlobStore(), newItemStore(), raceRounds());
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Nested
  class Publishing extends RepositoryPublishing {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class WorkingCopies extends RepositoryWorkingCopies {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class Reading extends RepositoryReading {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class Aliases extends RepositoryAliases {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class Rollbacks extends RepositoryRollbacks {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class Rollouts extends RepositoryRollouts {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class Releases extends RepositoryReleases {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class Deleting extends RepositoryDeleting {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class Following extends RepositoryFollowing {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class BadInput extends RepositoryBadInput {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class Maintenance extends RepositoryMaintenance {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class Races extends RepositoryRaces {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }
}
