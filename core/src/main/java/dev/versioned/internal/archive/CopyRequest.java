package dev.versioned.internal.archive;

import dev.versioned.maintenance.CopyReport;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The options of an export, import or copy, gathered.
 *
 * @param artifacts the artifacts; empty for all
 * @param prefix what their names start with; empty for anything
 * @param aliases the aliases of each of them; empty for all
 * @param listener receives the progress
 */
public record CopyRequest(
    Optional<Set<ArtifactName>> artifacts,
    String prefix,
    Optional<Set<AliasName>> aliases,
    Consumer<CopyReport> listener) {

  boolean wants(ArtifactName artifact) {
    return artifacts.map(wanted -> wanted.contains(artifact)).orElse(true)
        && artifact.value().startsWith(prefix);
  }

  boolean wants(AliasName alias) {
    return aliases.map(wanted -> wanted.contains(alias)).orElse(true);
  }

  /** Returns whether single artifacts were asked for, each of which must exist. */
  Set<ArtifactName> named() {
    return artifacts.orElse(Set.of());
  }
}
