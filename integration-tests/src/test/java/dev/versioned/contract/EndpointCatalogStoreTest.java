package dev.versioned.contract;

import dev.versioned.spi.CatalogStore;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.contract.CatalogStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class EndpointCatalogStoreTest extends CatalogStoreContract {
  @RegisterExtension static final ContractStack STACK = ContractStack.of(LocalAwsKind.ENDPOINT);

  @Override
  protected CatalogStore newStore() {
    return STACK.catalogStore();
  }
}
