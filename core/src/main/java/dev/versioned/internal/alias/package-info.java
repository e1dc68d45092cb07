/** Plans and makes moves of aliases, and deletes versions that no alias needs. */
@NullMarked
package dev.versioned.internal.alias;

import org.jspecify.annotations.NullMarked;
