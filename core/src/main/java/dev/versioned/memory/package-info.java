/**
 * The two stores in memory: the reference for backends, and for users' unit tests through {@link
 * dev.versioned.ArtifactRepository#inMemory()}.
 */
@NullMarked
package dev.versioned.memory;

import org.jspecify.annotations.NullMarked;
