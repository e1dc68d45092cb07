package dev.versioned.examples.directory;

import dev.versioned.spi.ItemStore;
import dev.versioned.testkit.contract.ItemStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class DirectoryItemStoreTest extends ItemStoreContract {
  @TempDir private Path directory;

  @Override
  protected ItemStore newStore() {
    return new DirectoryItemStore(directory);
  }

  @Override
  protected int raceRounds() {
    return Boolean.getBoolean("versioned.full") ? super.raceRounds() : 3;
  }
}
