package dev.versioned.contract;

import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.contract.RepositoryContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("full")
class LocalStackRepositoryTest extends RepositoryContract {
  @RegisterExtension static final ContractStack STACK = ContractStack.of(LocalAwsKind.LOCALSTACK);

  @Override
  protected BlobStore newBlobStore() {
    return STACK.blobStore();
  }

  @Override
  protected ItemStore newItemStore() {
    return STACK.itemStore();
  }

  /** LocalStack takes ten times as long as the embedded stack, which runs all rounds. */
  @Override
  protected int raceRounds() {
    return 100;
  }
}
