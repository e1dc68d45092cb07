/** Binds a table to the bucket and prefix that belong to it. */
@NullMarked
package dev.versioned.internal.place;

import org.jspecify.annotations.NullMarked;
