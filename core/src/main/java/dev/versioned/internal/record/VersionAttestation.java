package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.signing.Attestation;

/**
 * An attestation that is attached to a version.
 *
 * @param artifact the artifact
 * @param number the version's number
 * @param attestation the attestation
 */
public record VersionAttestation(
    ArtifactName artifact, VersionNumber number, Attestation attestation) {}
