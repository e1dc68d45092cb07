/** Publishes versions and puts working copies. */
@NullMarked
package dev.versioned.internal.publish;

import org.jspecify.annotations.NullMarked;
