package dev.versioned.testkit.fault;

import dev.versioned.memory.MemoryItemStore;
import dev.versioned.spi.ItemStore;
import dev.versioned.testkit.contract.ItemStoreContract;

/** Without faults it is the store behind it. */
class FaultyItemStoreTest extends ItemStoreContract {
  @Override
  protected ItemStore newStore() {
    return new FaultyItemStore(new MemoryItemStore(), new FaultInjector(FaultScript.none()));
  }
}
