/** A deterministic simulation of concurrent users of one artifact. */
@NullMarked
package dev.versioned.simulation;

import org.jspecify.annotations.NullMarked;
