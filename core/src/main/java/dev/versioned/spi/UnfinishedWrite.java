package dev.versioned.spi;

import dev.versioned.model.BlobKey;
import java.time.Instant;

/**
 * A write in parts that was begun and not finished; it cannot be read.
 *
 * @param key the key that the blob would have
 * @param id the store's id of the write
 * @param sizeBytes how many bytes it holds so far
 * @param startedAt when it began, by the store's clock
 */
public record UnfinishedWrite(BlobKey key, String id, long sizeBytes, Instant startedAt) {}
