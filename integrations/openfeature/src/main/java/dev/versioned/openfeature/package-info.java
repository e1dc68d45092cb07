/** A provider for OpenFeature whose flags are aliases and whose variants are versions. */
@NullMarked
package dev.versioned.openfeature;

import org.jspecify.annotations.NullMarked;
