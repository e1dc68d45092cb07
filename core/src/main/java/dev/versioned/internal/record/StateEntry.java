package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;

/**
 * The stored state of a version. A version without a stored state has the status {@link
 * VersionStatus#INITIAL}.
 *
 * @param artifact the artifact
 * @param number the version's number
 * @param status the version's state and references
 */
public record StateEntry(ArtifactName artifact, VersionNumber number, VersionStatus status) {}
