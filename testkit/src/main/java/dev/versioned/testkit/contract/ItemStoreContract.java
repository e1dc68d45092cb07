package dev.versioned.testkit.contract;

import dev.versioned.spi.ItemStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * The contract of every {@link ItemStore}: each operation by itself, then everything that the
 * library does with it. A store's test extends this class and creates the store.
 *
 * <p>Where a store may ask its caller to retry, by {@code Contended} or by a retryable {@link
 * dev.versioned.model.BackendException}, the suite does so for half a minute.
 */
public abstract class ItemStoreContract {
  private ItemFixture items;
  private CatalogFixture catalog;

  /** Creates the suite. */
  protected ItemStoreContract() {}

  /**
   * Creates the store to be tested, once for each test.
   *
   * @return a store; the suite closes it
   */
  protected abstract ItemStore newStore();

  /**
   * Returns how often 16 callers race for the same items.
   *
   * @return 10 by default; a slow server may use fewer
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

    @Override
    int rounds() {
      return raceRounds();
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
