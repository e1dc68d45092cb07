package dev.versioned.internal.catalog;

import java.time.Instant;

/**
 * A request to set aside a record that cannot be read.
 *
 * @param record the record, as {@code UnreadableRecordException.record()} names it
 * @param lastNumber the highest number that has bytes, for the counter of an artifact
 * @param by who makes the request
 * @param moveId the id of the move, if the record is an alias
 * @param at the time of the request
 */
public record AsideRequest(String record, long lastNumber, String by, String moveId, Instant at) {}
