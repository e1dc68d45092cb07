/** The processes that follow an alias, as they report themselves. */
@NullMarked
package dev.versioned.fleet;

import org.jspecify.annotations.NullMarked;
