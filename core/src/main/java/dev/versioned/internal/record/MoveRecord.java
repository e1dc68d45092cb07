package dev.versioned.internal.record;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.IdempotencyKey;
import java.time.Instant;

/**
 * The record of a move's idempotency key. The move's transaction writes it, so that a repeated move
 * is recognized as done, even if the alias has been moved since.
 *
 * @param artifact the artifact
 * @param alias the alias
 * @param key the key
 * @param request a digest of the requested change
 * @param revision the revision that the move made
 * @param moveId the move
 * @param expiresAt the time from which the key may be used for another move
 */
public record MoveRecord(
    ArtifactName artifact,
    AliasName alias,
    IdempotencyKey key,
    String request,
    long revision,
    String moveId,
    Instant expiresAt) {}
