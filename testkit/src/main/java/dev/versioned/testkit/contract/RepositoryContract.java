package dev.versioned.testkit.contract;

import dev.versioned.ArtifactRepository;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * The guarantees of {@link ArtifactRepository}, on a pair of stores. The rules are the library's;
 * the guarantees hold only if the stores fulfil {@link BlobStoreContract} and {@link
 * ItemStoreContract}, so run those first. Stores that identify themselves are bound to each other
 * before each test.
 *
 * <p>Bytes are corrupted through the blob store itself, as anyone with access to the bucket could
 * do it: removed, and written again.
 */
public abstract class RepositoryContract {
  private RepositoryFixture repository;

  /** Creates the suite. */
  protected RepositoryContract() {}

  /**
   * Creates the store of the bytes, once for each test.
   *
   * @return a store; the suite closes it
   */
  protected abstract BlobStore newBlobStore();

  /**
   * Creates the store of versions and aliases, once for each test.
   *
   * @return a store; the suite closes it
   */
  protected abstract ItemStore newItemStore();

  /**
   * Returns how often a deletion races an alias. Each of 32 threads publishes and moves a fiftieth
   * as often.
   *
   * @return 1,000 by default; a slow server may use fewer
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
  class Steering extends RepositorySteering {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class Freezes extends RepositoryFreezes {
    @Override
    RepositoryFixture fixture() {
      return repository;
    }
  }

  @Nested
  class Overriding extends RepositoryOverrides {
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
  class Copies extends RepositoryCopies {
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
