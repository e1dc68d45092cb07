package dev.versioned.contract;

import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.contract.RepositoryContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("again")
class EmbeddedRepositoryTest extends RepositoryContract {
  @RegisterExtension static final ContractStack STACK = ContractStack.of(LocalAwsKind.EMBEDDED);

  @Override
  protected BlobStore newBlobStore() {
    return STACK.blobStore();
  }

  @Override
  protected ItemStore newItemStore() {
    return STACK.itemStore();
  }

  @Override
  protected int raceRounds() {
    return Boolean.getBoolean("versioned.full") ? 250 : 6;
  }
}
