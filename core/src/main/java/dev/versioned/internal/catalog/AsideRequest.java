package dev.versioned.internal.catalog;

import java.time.Instant;

/**
 * Asks to set a record aside that cannot be read.
 *
 * @param record the record, as {@code UnreadableRecordException.record()} names it
 * @param lastNumber the highest number that bytes exist under, for the counter of an artifact
 * @param by who asks
 * @param moveId the id of the move, if the record is an alias
 * @param at when
 */
public record AsideRequest(String record, long lastNumber, String by, String moveId, Instant at) {}
