package dev.versioned.testkit.contract;

import dev.versioned.memory.MemoryCatalogStore;
import dev.versioned.spi.CatalogStore;

class MemoryCatalogStoreTest extends CatalogStoreContract {
  @Override
  protected CatalogStore newStore() {
    return new MemoryCatalogStore();
  }
}
