package dev.versioned.contract.store;

import dev.versioned.contract.ContractStack;
import dev.versioned.spi.BlobStore;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.contract.BlobStoreContract;
import dev.versioned.testkit.contract.BlobStoreDeviation;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("full")
class LocalStackBlobStoreTest extends BlobStoreContract {
  @RegisterExtension static final ContractStack STACK = ContractStack.of(LocalAwsKind.LOCALSTACK);

  @Override
  protected BlobStore newStore() {
    return STACK.blobStore();
  }

  @Override
  protected Set<BlobStoreDeviation> deviations() {
    return STACK.deviations();
  }
}
