package dev.versioned.testkit.contract;

import dev.versioned.memory.MemoryItemStore;
import dev.versioned.spi.ItemStore;

class MemoryItemStoreTest extends ItemStoreContract {
  @Override
  protected ItemStore newStore() {
    return new MemoryItemStore();
  }
}
