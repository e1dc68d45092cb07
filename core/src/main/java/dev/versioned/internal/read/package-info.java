/** Resolves qualifiers and lists what the catalog holds. */
@NullMarked
package dev.versioned.internal.read;

import org.jspecify.annotations.NullMarked;
