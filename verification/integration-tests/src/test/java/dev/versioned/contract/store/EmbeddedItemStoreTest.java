package dev.versioned.contract.store;

import dev.versioned.contract.ContractStack;
import dev.versioned.spi.ItemStore;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.contract.ItemStoreContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("again")
class EmbeddedItemStoreTest extends ItemStoreContract {
  @RegisterExtension static final ContractStack STACK = ContractStack.of(LocalAwsKind.EMBEDDED);

  @Override
  protected ItemStore newStore() {
    return STACK.itemStore();
  }

  @Override
  protected int raceRounds() {
    return Boolean.getBoolean("versioned.full") ? super.raceRounds() : 3;
  }
}
