package dev.versioned.internal.live;

import dev.versioned.internal.read.Resolver;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Latest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Version;
import java.util.Optional;

/** Where a live alias is read from. */
record AliasSource(ArtifactName artifact, AliasName name, Resolver resolver) {

  Optional<Alias> find() {
    return resolver.findAliasToRoute(artifact, name);
  }

  Alias read() {
    return find()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "Cannot read alias " + this + ": there is no such alias",
                    NotFoundException.Subject.ALIAS));
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
