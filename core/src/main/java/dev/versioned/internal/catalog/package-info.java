/**
 * How versions, aliases and ledgers are stored, and every rule of their changes: keys, attributes,
 * conditions. Written once, over {@link dev.versioned.spi.ItemStore}. Start at {@link
 * dev.versioned.internal.catalog.Catalog}.
 */
@NullMarked
package dev.versioned.internal.catalog;

import org.jspecify.annotations.NullMarked;
