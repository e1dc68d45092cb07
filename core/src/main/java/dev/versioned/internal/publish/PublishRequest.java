package dev.versioned.internal.publish;

import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.TransferListener;
import java.util.Optional;
import java.util.SortedMap;

/** The options of one publish or put, gathered. */
public record PublishRequest(
    String description,
    SortedMap<String, String> metadata,
    Optional<IdempotencyKey> idempotencyKey,
    Optional<Digest> expectedDigest,
    Optional<String> actor,
    Optional<TransferListener> listener,
    boolean evenIfUnchanged) {}
