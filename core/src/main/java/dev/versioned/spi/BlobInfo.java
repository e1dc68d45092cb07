package dev.versioned.spi;

import dev.versioned.model.BlobKey;
import java.time.Instant;

/**
 * A blob store's information about a blob.
 *
 * @param key the blob's key
 * @param sizeBytes the number of bytes
 * @param etag the store's tag of exactly this write
 * @param attemptId the attempt that wrote it; empty if none was given, or in a listing
 * @param lastModified when it was written, by the store's clock; for an upload in parts, when the
 *     upload began
 */
public record BlobInfo(
    BlobKey key, long sizeBytes, String etag, String attemptId, Instant lastModified) {}
