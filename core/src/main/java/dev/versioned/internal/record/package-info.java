/** What the catalog keeps: versions, aliases, ledger rows, keys, as records. */
@NullMarked
package dev.versioned.internal.record;

import org.jspecify.annotations.NullMarked;
