package dev.versioned.internal.alias;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.read.MissingVersion;
import dev.versioned.internal.read.SameVersion;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.trust.VersionTrust;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The versions that an alias will point to: read where it does not contain them, and checked. */
final class Targets {
  private final Catalog catalog;
  private final VersionTrust trust;

  Targets(Catalog catalog, VersionTrust trust) {
    this.catalog = catalog;
    this.trust = trust;
  }

  /**
   * Reads the versions that the alias does not contain yet. The transaction checks that they are
   * ACTIVE.
   */
  SortedMap<VersionNumber, Version> of(
      AliasPlanner.Task task, Goal.Keep goal, AliasOverrides overrides) {
    SortedMap<VersionNumber, Version> versions = new TreeMap<>();
    for (VersionNumber number : overrides.targets(goal.routing())) {
      Version known = task.before().map(a -> a.versions().get(number)).orElse(null);
      versions.put(number, known != null ? known : readActive(task.artifact(), number));
    }
    // rule: alias-is-moved-to-trusted-versions
    trust.check("route to", versions.values());
    for (Version meant : task.meant()) {
      versions.values().stream()
          .filter(here -> here.id().equals(meant.id()))
          .forEach(here -> SameVersion.check(meant, here, "route to"));
    }
    if (goal instanceof Goal.Restore restore) {
      versions
          .values()
          .forEach(version -> checkServed(version, restore.revision(), restore.digests()));
    }
    return versions;
  }

  /** Checks by the ledger's digest that a restored version is the one that served then. */
  private static void checkServed(
      Version version, long revision, SortedMap<VersionNumber, Digest> digests) {
    Digest served = digests.get(version.number());
    // rule: rollback-restores-what-served
    if (served != null && !served.equals(version.digest())) {
      throw new CorruptContentException(
          String.format(
              "Cannot roll back to revision %d: version %s has digest %s, and what served then had"
                  + " %s; its record was changed since: run fsck, and point the alias to a version"
                  + " that can be trusted",
              revision, version, version.digest(), served),
          served,
          version.digest(),
          null);
    }
  }

  private Version readActive(ArtifactName artifact, VersionNumber number) {
    Optional<VersionEntry> entry = catalog.findVersion(artifact, number);
    return entry
        .flatMap(e -> e.active())
        .orElseThrow(() -> MissingVersion.noVersion("route to", artifact, number, entry));
  }
}
