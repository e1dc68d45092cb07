package dev.versioned.spi;

import dev.versioned.model.BlobKey;
import java.time.Instant;

/**
 * A write in parts that was begun and not finished; it cannot be read.
 *
 * @param key where the blob would lie
 * @param id names the write to the store
 * @param sizeBytes how many bytes it holds so far
 * @param startedAt when it began, by the store's clock
 */
public record UnfinishedWrite(BlobKey key, String id, long sizeBytes, Instant startedAt) {}
