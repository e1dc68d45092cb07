package dev.versioned.contract;

import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.contract.RepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class EndpointRepositoryTest extends RepositoryContract {
  @RegisterExtension static final ContractStack STACK = ContractStack.of(LocalAwsKind.ENDPOINT);

  @Override
  protected BlobStore newBlobStore() {
    return STACK.blobStore();
  }

  @Override
  protected ItemStore newItemStore() {
    return STACK.itemStore();
  }

  /** The embedded stack runs all rounds; here each call may cost money. */
  @Override
  protected int raceRounds() {
    return 100;
  }
}
