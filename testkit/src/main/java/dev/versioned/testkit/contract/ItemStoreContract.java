package dev.versioned.testkit.contract;

import dev.versioned.spi.ItemStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link ItemStore} must do: each operation by itself, then everything that the library
 * does with it. A store's test extends this class and says how to make the store.
 *
 * <p>Where a store may ask its caller to try again, by {@code Contended} or by a retryable {@link
 * dev.versioned.model.BackendException}, the suite does so for half a minute.
 */
public abstract class ItemStoreContract {
  private ItemFixture items;
  private CatalogFixture catalog;

  /** Makes the suite. */
  protected ItemStoreContract() {}

  /**
   * Makes the store to be tested, once for each test.
   *
   * @return a store, which the suite closes
   */
  protected abstract ItemStore newStore();

  /**
   * Tells how long to race: how often 16 callers want the same at the same moment.
   *
   * @return 10 unless overridden; a slow server may do with fewer
   */
  protected int raceRounds() {
    return 10;
  }

  @BeforeEach
  void openStore() {
    ItemStore store = newStore();
    items = ItemFixture.over(store);
    catalog = CatalogFixture.over(store, Samples.artifactName());
  }

  @AfterEach
  void closeStore() {
    catalog.store().close();
  }

  @Nested
  class Items extends ItemWrites {
    @Override
    ItemFixture items() {
      return items;
    }
  }

  @Nested
  class Transactions extends ItemTransactions {
    @Override
    ItemFixture items() {
      return items;
    }
  }

  @Nested
  class Queries extends ItemQueries {
    @Override
    ItemFixture items() {
      return items;
    }
  }

  @Nested
  class Numbers extends CatalogNumbers {
    @Override
    CatalogFixture catalog() {
      return catalog;
    }
  }

  @Nested
  class Commits extends CatalogCommits {
    @Override
    CatalogFixture catalog() {
      return catalog;
    }
  }

  @Nested
  class Versions extends CatalogVersions {
    @Override
    CatalogFixture catalog() {
      return catalog;
    }
  }

  @Nested
  class Artifacts extends CatalogArtifacts {
    @Override
    CatalogFixture catalog() {
      return catalog;
    }
  }

  @Nested
  class WorkingCopies extends CatalogLatest {
    @Override
    CatalogFixture catalog() {
      return catalog;
    }
  }

  @Nested
  class Moves extends CatalogMoves {
    @Override
    CatalogFixture catalog() {
      return catalog;
    }
  }

  @Nested
  class MoveSets extends CatalogMoveSets {
    @Override
    CatalogFixture catalog() {
      return catalog;
    }
  }

  @Nested
  class Lists extends CatalogAliasLists {
    @Override
    CatalogFixture catalog() {
      return catalog;
    }
  }

  @Nested
  class RoundTrips extends CatalogRoundTrips {
    @Override
    CatalogFixture catalog() {
      return catalog;
    }
  }

  @Nested
  class Maintenance extends CatalogMaintenance {
    @Override
    CatalogFixture catalog() {
      return catalog;
    }
  }

  @Nested
  class Races extends CatalogRaces {
    @Override
    CatalogFixture catalog() {
      return catalog;
    }

    @Override
    int rounds() {
      return raceRounds();
    }
  }
}
