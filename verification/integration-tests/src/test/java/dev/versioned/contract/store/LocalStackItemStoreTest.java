package dev.versioned.contract.store;

import dev.versioned.contract.ContractStack;
import dev.versioned.spi.ItemStore;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.contract.ItemStoreContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("full")
class LocalStackItemStoreTest extends ItemStoreContract {
  @RegisterExtension static final ContractStack STACK = ContractStack.of(LocalAwsKind.LOCALSTACK);

  @Override
  protected ItemStore newStore() {
    return STACK.itemStore();
  }
}
