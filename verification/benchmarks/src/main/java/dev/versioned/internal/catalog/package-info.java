/** The benchmarks' access to the catalog's internal form of items. */
@NullMarked
package dev.versioned.internal.catalog;

import org.jspecify.annotations.NullMarked;
