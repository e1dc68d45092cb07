package dev.versioned.internal.record;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.IdempotencyKey;
import java.time.Instant;

/**
 * What an idempotency key of a move stands for. Written in the move's transaction, so that the same
 * move made again is known as done, whatever has moved the alias since.
 *
 * @param artifact the artifact
 * @param alias the alias
 * @param key the key
 * @param request a digest of what was asked for
 * @param revision the revision that the move made
 * @param moveId the move
 * @param expiresAt when the key may be used for another move
 */
public record MoveRecord(
    ArtifactName artifact,
    AliasName alias,
    IdempotencyKey key,
    String request,
    long revision,
    String moveId,
    Instant expiresAt) {}
