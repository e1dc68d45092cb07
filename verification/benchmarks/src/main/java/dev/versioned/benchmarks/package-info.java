/**
 * The comparison with the bare AWS SDK on servers. Start at {@link
 * dev.versioned.benchmarks.EndToEnd}.
 */
@NullMarked
package dev.versioned.benchmarks;

import org.jspecify.annotations.NullMarked;
