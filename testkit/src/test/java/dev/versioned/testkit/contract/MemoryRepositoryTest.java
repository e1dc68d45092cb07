package dev.versioned.testkit.contract;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;

class MemoryRepositoryTest extends RepositoryContract {
  @Override
  protected BlobStore newBlobStore() {
    return new MemoryBlobStore();
  }

  @Override
  protected ItemStore newItemStore() {
    return new MemoryItemStore();
  }
}
