/**
 * The bytes of versions on this host's disk: start at {@link dev.versioned.cache.ArtifactCache}.
 */
@NullMarked
package dev.versioned.cache;

import org.jspecify.annotations.NullMarked;
