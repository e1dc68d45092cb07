package dev.versioned.internal.record;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Overrides;

/**
 * The overrides of an alias, as they were set at one revision. A record never changes, and is never
 * removed: the ledger names it, and a rollback may restore it.
 *
 * @param artifact the artifact
 * @param alias the alias
 * @param overrides the overrides, with their revision
 */
public record OverridesRecord(ArtifactName artifact, AliasName alias, Overrides overrides) {}
