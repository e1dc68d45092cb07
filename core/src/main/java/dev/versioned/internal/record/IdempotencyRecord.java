package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.VersionNumber;
import java.time.Instant;

/**
 * The record of an idempotency key.
 *
 * @param artifact the artifact
 * @param key the key
 * @param version the version that was published with the key
 * @param fingerprint the fingerprint of the content that was published with it
 * @param expiresAt the time from which the key may be used again
 */
public record IdempotencyRecord(
    ArtifactName artifact,
    IdempotencyKey key,
    VersionNumber version,
    Fingerprint fingerprint,
    Instant expiresAt) {}
