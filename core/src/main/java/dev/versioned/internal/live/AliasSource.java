package dev.versioned.internal.live;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.read.PassedVersions;
import dev.versioned.internal.read.Resolver;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Latest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Overrides;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionRef;
import dev.versioned.spi.Consistency;
import java.util.Optional;

/** Where a live alias is read from. */
record AliasSource(ArtifactName artifact, AliasName name, Resolver resolver) {

  Optional<Alias> find(Consistency consistency) {
    return resolver.findAliasToRoute(artifact, name, consistency);
  }

  Alias read() {
    return find(Consistency.STRONG)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "Cannot read alias " + this + ": there is no such alias",
                    NotFoundException.Subject.ALIAS));
  }

  /** Reads the overrides that are in force for an alias which was read before. */
  Overrides overrides(Alias alias, Consistency consistency) {
    return resolver.overrides(alias, consistency);
  }

  /** Returns a version that requests may be routed to: it exists, and is trusted. */
  Version versionToRoute(VersionRef ref) {
    if (ref instanceof Version version) {
      PassedVersions.of("route by", artifact, version);
      resolver.trust().check("route by", version);
      return version;
    } else if (ref instanceof VersionNumber number) {
      return resolver.resolve(artifact, number);
    }
    throw Kinds.unknown(ref);
  }

  /** Resolves {@code $LATEST}, which the alias points to. */
  Version latest() {
    return resolver.resolve(artifact, Latest.LATEST);
  }

  /** Returns artifact and alias as {@code checkout:LIVE}. */
  @Override
  public String toString() {
    return artifact + ":" + name;
  }
}
