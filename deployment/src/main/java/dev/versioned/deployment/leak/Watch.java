package dev.versioned.deployment.leak;

/**
 * A class loader that should become unreachable.
 *
 * @param finder who reports it
 * @param loader the class loader
 * @param name what reports call it
 * @param files its jars
 */
record Watch(LeakFinder finder, WatchedLoader loader, String name, VersionFiles files) {

  /** Returns whether there is nothing to report, now and later. */
  boolean isOver() {
    return loader.isCollected() && files.open().isEmpty();
  }
}
