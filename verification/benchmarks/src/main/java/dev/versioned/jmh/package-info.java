/** Benchmarks that need no server: routing, resolving in memory, parsing, and mapping items. */
@NullMarked
package dev.versioned.jmh;

import org.jspecify.annotations.NullMarked;
