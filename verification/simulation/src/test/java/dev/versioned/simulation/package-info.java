/** A deterministic simulation of everybody who works on one artifact at once. */
@NullMarked
package dev.versioned.simulation;

import org.jspecify.annotations.NullMarked;
