/** The records that the catalog keeps: versions, aliases, ledger rows and keys. */
@NullMarked
package dev.versioned.internal.record;

import org.jspecify.annotations.NullMarked;
