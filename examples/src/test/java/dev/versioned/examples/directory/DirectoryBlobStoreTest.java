package dev.versioned.examples.directory;

import dev.versioned.spi.BlobStore;
import dev.versioned.testkit.contract.BlobStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class DirectoryBlobStoreTest extends BlobStoreContract {
  @TempDir private Path directory;

  @Override
  protected BlobStore newStore() {
    return new DirectoryBlobStore(directory);
  }
}
