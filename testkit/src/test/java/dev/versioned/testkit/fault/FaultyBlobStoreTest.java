package dev.versioned.testkit.fault;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.spi.BlobStore;
import dev.versioned.testkit.contract.BlobStoreContract;

/** Without faults it is the store behind it. */
class FaultyBlobStoreTest extends BlobStoreContract {
  @Override
  protected BlobStore newStore() {
    return new FaultyBlobStore(new MemoryBlobStore(), new FaultInjector(FaultScript.none()));
  }
}
