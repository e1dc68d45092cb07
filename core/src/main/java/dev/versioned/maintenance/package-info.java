/**
 * The values of the maintenance operations that an operator runs from time to time: {@link
 * dev.versioned.Gc} frees bytes that nothing refers to, {@link dev.versioned.Fsck} checks that the
 * catalog is true, and {@link dev.versioned.Prune} deletes versions that a {@link
 * dev.versioned.maintenance.Retention} does not keep.
 *
 * <p>Start at {@link dev.versioned.ArtifactRepository#gc()}, {@link
 * dev.versioned.ArtifactRepository#fsck()} and {@link dev.versioned.Artifact#prune}. Each returns a
 * description of the work, which does nothing until it is asked to plan, run or check. The three
 * have the names that Git uses. Applications that publish and read never need this package.
 */
@NullMarked
package dev.versioned.maintenance;

import org.jspecify.annotations.NullMarked;
