package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import java.time.Instant;

/**
 * The signature of a version by one key. It is over the version's record, so what was signed need
 * not be stored again.
 *
 * @param artifact the artifact
 * @param number the version's number
 * @param keyId the id of the key
 * @param base64 the signature, in base 64
 * @param at when it was made, by the signer's clock; not signed
 */
public record VersionSignature(
    ArtifactName artifact, VersionNumber number, String keyId, String base64, Instant at) {}
