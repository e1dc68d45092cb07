package dev.versioned.internal.record;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;

/**
 * An alias, by its names.
 *
 * @param artifact the artifact
 * @param name the alias's name
 */
public record AliasRef(ArtifactName artifact, AliasName name) {

  /** Returns artifact and alias as {@code checkout:LIVE}. */
  @Override
  public String toString() {
    return artifact + ":" + name;
  }
}
