/** What several packages of the library share, and users do not see. */
@NullMarked
package dev.versioned.internal;

import org.jspecify.annotations.NullMarked;
