/** Signs versions, and checks signatures by the reader's own policy. */
@NullMarked
package dev.versioned.internal.trust;

import org.jspecify.annotations.NullMarked;
