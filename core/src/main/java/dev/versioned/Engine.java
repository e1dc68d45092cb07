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
    Deleter deleter,
    AliasPlanner planner,
    AliasMover mover,
    Listing listing,
    Refresher refresher) {

  static Engine over(BlobStore blobs, CatalogStore catalog, RepositorySettings settings) {
    Listing listing = new Listing(catalog, settings.pageSize());
    AliasPlanner planner = new AliasPlanner(catalog, settings);
    return new Engine(
        blobs,
        catalog,
        settings,
        new Publisher(blobs, catalog, settings),
        new WorkingCopies(blobs, catalog, settings),
        new Reader(blobs, catalog),
        new Deleter(catalog, settings, listing),
        planner,
        new AliasMover(catalog, settings, planner),
        listing,
        new Refresher());
  }
}
