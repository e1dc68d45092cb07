package dev.versioned.internal.catalog;

import dev.versioned.spi.ItemKey;

/**
 * A record that was set aside.
 *
 * @param record the record
 * @param keptAt the key of the copy of its item
 * @param outcome the state of the record afterwards, as a sentence
 */
public record Aside(String record, ItemKey keptAt, String outcome) {}
