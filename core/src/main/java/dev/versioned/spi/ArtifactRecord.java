package dev.versioned.spi;

import dev.versioned.ArtifactName;
import java.time.Instant;

/**
 * An artifact as the catalog keeps it: the counter that gives its versions their numbers.
 *
 * @param artifact the artifact
 * @param lastNumber the last number reserved, 0 if none
 * @param fingerprint of the content that number was reserved for; empty if none
 * @param attemptId the attempt that reserved it; empty if none
 * @param createdAt when the artifact was first put or published
 */
public record ArtifactRecord(
    ArtifactName artifact,
    long lastNumber,
    String fingerprint,
    String attemptId,
    Instant createdAt) {}
