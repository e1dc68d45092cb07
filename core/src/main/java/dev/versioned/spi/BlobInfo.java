package dev.versioned.spi;

import dev.versioned.model.BlobKey;
import java.time.Instant;

/**
 * What a blob store says of a blob.
 *
 * @param key where it is stored
 * @param sizeBytes how many bytes it has
 * @param etag the store's tag of exactly this write
 * @param attemptId the attempt that wrote it; empty if the store was not told, or does not say in a
 *     listing
 * @param lastModified when it was written, by the store's clock; for an upload in parts, when that
 *     began
 */
public record BlobInfo(
    BlobKey key, long sizeBytes, String etag, String attemptId, Instant lastModified) {}
