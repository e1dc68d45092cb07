/** What needs no server: routing, resolving in memory, parsing, and the mapping of items. */
@NullMarked
package dev.versioned.jmh;

import org.jspecify.annotations.NullMarked;
