package dev.versioned.examples.directory;

import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import dev.versioned.testkit.contract.RepositoryContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class DirectoryRepositoryTest extends RepositoryContract {
  @TempDir private Path directory;

  @Override
  protected BlobStore newBlobStore() {
    return new DirectoryBlobStore(directory);
  }

  @Override
  protected ItemStore newItemStore() {
    return new DirectoryItemStore(directory);
  }

  @Override
  protected int raceRounds() {
    return 20;
  }
}
