/** Reports of processes: which of them report, how often, and what the reports say together. */
@NullMarked
package dev.versioned.internal.fleet;

import org.jspecify.annotations.NullMarked;
