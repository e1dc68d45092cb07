/** Finds what keeps closed versions in memory. */
@NullMarked
package dev.versioned.deployment.leak;

import org.jspecify.annotations.NullMarked;
