package dev.versioned.testkit.contract;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.spi.BlobStore;

class MemoryBlobStoreTest extends BlobStoreContract {
  @Override
  protected BlobStore newStore() {
    return new MemoryBlobStore();
  }
}
