package dev.versioned.testkit.contract;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryCatalogStore;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.CatalogStore;

class MemoryRepositoryTest extends RepositoryContract {
  @Override
  protected BlobStore newBlobStore() {
    return new MemoryBlobStore();
  }

  @Override
  protected CatalogStore newCatalogStore() {
    return new MemoryCatalogStore();
  }
}
