/** What the benchmarks need of the catalog's own form of items. */
@NullMarked
package dev.versioned.internal.catalog;

import org.jspecify.annotations.NullMarked;
