package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.VersionNumber;
import java.time.Instant;

/**
 * What an idempotency key stands for.
 *
 * @param artifact the artifact
 * @param key the key
 * @param version the version that the key gave
 * @param fingerprint of the content it was used with
 * @param expiresAt when the key may be used again
 */
public record IdempotencyRecord(
    ArtifactName artifact,
    IdempotencyKey key,
    VersionNumber version,
    Fingerprint fingerprint,
    Instant expiresAt) {}
