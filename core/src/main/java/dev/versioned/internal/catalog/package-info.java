/**
 * The stored form of versions, aliases and ledgers, and every rule for changing them: keys,
 * attributes, conditions. Implemented once, over {@link dev.versioned.spi.ItemStore}. Start at
 * {@link dev.versioned.internal.catalog.Catalog}.
 */
@NullMarked
package dev.versioned.internal.catalog;

import org.jspecify.annotations.NullMarked;
