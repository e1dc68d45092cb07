/** Keys that sign versions, and the policies by which readers accept only signed ones. */
@NullMarked
package dev.versioned.signing;

import org.jspecify.annotations.NullMarked;
