package dev.versioned.deployment;

import dev.versioned.model.Version;
import java.util.Collection;
import java.util.List;

/** Bounds how many versions are in memory: loaded, being loaded, and waiting for their users. */
record Room<T>(int most, LoadedVersions<T> loaded, Retirement<T> retirement, Loading<T> loading) {

  /**
   * Makes room for versions, by closing what neither they nor the routing need.
   *
   * @throws VersionNotReadyException if there is not enough
   */
  void make(Collection<Version> wanted, List<Version> missing, Collection<Version> routedTo) {
    if (inMemory() + missing.size() <= most) {
      return;
    }
    loaded.dropUnwanted(wanted, routedTo);
    // rule: versions-in-memory-are-bounded
    if (inMemory() + missing.size() > most) {
      throw new VersionNotReadyException(
          missing.get(0),
          "at most "
              + most
              + " versions may be in memory, and it holds "
              + loaded.all()
              + " and, until their last users leave, "
              + retirement.leaving(),
          new IllegalStateException("too many versions"));
    }
  }

  private int inMemory() {
    return loaded.all().size() + retirement.leaving().size() + loading.count();
  }
}
