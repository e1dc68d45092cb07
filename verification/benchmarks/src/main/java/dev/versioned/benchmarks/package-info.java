/**
 * The comparison with the bare AWS SDK on servers. {@link dev.versioned.benchmarks.EndToEnd} is
 * where to start.
 */
@NullMarked
package dev.versioned.benchmarks;

import org.jspecify.annotations.NullMarked;
