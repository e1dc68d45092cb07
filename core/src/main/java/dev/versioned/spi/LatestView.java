package dev.versioned.spi;

import java.util.Optional;

/**
 * The two things that {@code $LATEST} may be.
 *
 * @param workingCopy what was last put, if anything
 * @param newest the newest ACTIVE version, if there is one
 */
public record LatestView(
    Optional<WorkingCopy> workingCopy, Optional<VersionEntry.Committed> newest) {}
