/** Directories as archives: packing, and unpacking safely. */
@NullMarked
package dev.versioned.internal.directory;

import org.jspecify.annotations.NullMarked;
