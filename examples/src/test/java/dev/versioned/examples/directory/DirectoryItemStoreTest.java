package dev.versioned.examples.directory;

import dev.versioned.spi.ItemStore;
import dev.versioned.testkit.contract.ItemStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryItemStoreTest extends ItemStoreContract {
  @TempDir private Path directory;

  @Override
  protected ItemStore newStore() {
    return new DirectoryItemStore(directory);
  }
}
