/** Tests of the goals, and builds that call them. */
@NullMarked
package dev.versioned.maven;

import org.jspecify.annotations.NullMarked;
