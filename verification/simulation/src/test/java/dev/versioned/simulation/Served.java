package dev.versioned.simulation;

import dev.versioned.model.Alias;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import java.util.Set;

/**
 * What an alias serves.
 *
 * @param routing its routing
 * @param overrides its overrides
 */
record Served(Routing routing, AliasOverrides overrides) {
  static Served by(Alias alias) {
    return new Served(alias.routing(), alias.overrides());
  }

  Set<VersionNumber> versions() {
    Set<VersionNumber> versions = routing.versions();
    versions.addAll(overrides.versions());
    return versions;
  }
}
