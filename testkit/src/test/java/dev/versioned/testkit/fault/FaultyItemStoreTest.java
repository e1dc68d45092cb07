package dev.versioned.testkit.fault;

import dev.versioned.memory.MemoryCatalogStore;
import dev.versioned.spi.CatalogStore;
import dev.versioned.testkit.contract.CatalogStoreContract;

/** Without faults it is the store behind it. */
class FaultyCatalogStoreTest extends CatalogStoreContract {
  @Override
  protected CatalogStore newStore() {
    return new FaultyCatalogStore(new MemoryCatalogStore(), new FaultInjector(FaultScript.none()));
  }
}
