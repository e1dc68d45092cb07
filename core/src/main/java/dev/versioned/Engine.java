package dev.versioned;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.maintenance.Binding;
import dev.versioned.maintenance.Fsck;
import dev.versioned.maintenance.Gc;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the handles of one repository share: the two stores, and the classes that hold the rules.
 */
record Engine(
    BlobStore blobs,
    ItemStore items,
    Catalog catalog,
    RepositorySettings settings,
    Publisher publisher,
    WorkingCopies workingCopies,
    Reader reader,
    Downloader downloader,
    Deleter deleter,
    AliasPlanner planner,
    AliasMover mover,
    Listing listing,
    Refresher refresher,
    AtomicBoolean closed) {

  static Engine over(BlobStore blobs, ItemStore items, RepositorySettings settings) {
    return over(blobs, items, settings, new Refresher());
  }

  static Engine over(
      BlobStore blobs, ItemStore items, RepositorySettings settings, Refresher refresher) {
    Catalog catalog = new Catalog(items, settings.seams().executor());
    OwnPlace place = new OwnPlace(Binding.over(blobs, items, settings));
    Listing listing = new Listing(catalog, settings.pageSize());
    Reader reader = new Reader(blobs, catalog, settings);
    AliasPlanner planner = new AliasPlanner(catalog, settings);
    return new Engine(
        blobs,
        items,
        catalog,
        settings,
        new Publisher(blobs, catalog, settings, place),
        new WorkingCopies(blobs, catalog, settings, place),
        reader,
        new Downloader(blobs, reader, settings),
        new Deleter(catalog, settings, listing, place),
        planner,
        new AliasMover(catalog, settings, planner, place),
        listing,
        refresher,
        new AtomicBoolean());
  }

  /** Refuses what is asked of a closed repository: it would look like an outage of the store. */
  Engine open() {
    if (closed.get()) {
      throw new IllegalStateException("Cannot use a repository that is closed");
    }
    return this;
  }

  Binding binding() {
    return Binding.over(blobs, items, settings);
  }

  Gc gc() {
    return Gc.over(blobs, items, settings);
  }

  Fsck fsck() {
    return Fsck.over(blobs, items, settings);
  }
}
