package dev.versioned;

import dev.versioned.spi.BlobStore;
import dev.versioned.spi.CatalogStore;

/**
 * What the handles of one repository share: the two stores, and the classes that hold the rules.
 */
record Engine(
    BlobStore blobs,
    CatalogStore catalog,
    RepositorySettings settings,
    Publisher publisher,
    WorkingCopies workingCopies,
    Reader reader,
    Downloader downloader,
    Deleter deleter,
    AliasMover mover,
    Listing listing,
    Refresher refresher) {

  static Engine over(BlobStore blobs, CatalogStore catalog, RepositorySettings settings) {
    Listing listing = new Listing(catalog, settings.pageSize());
    Reader reader = new Reader(blobs, catalog);
    return new Engine(
        blobs,
        catalog,
        settings,
        new Publisher(blobs, catalog, settings),
        new WorkingCopies(blobs, catalog, settings),
        reader,
        new Downloader(blobs, reader, settings),
        new Deleter(catalog, settings, listing),
        new AliasMover(catalog, settings),
        listing,
        new Refresher());
  }
}
