/**
 * What an operator runs now and then: {@link dev.versioned.Gc} frees bytes that nothing refers to,
 * {@link dev.versioned.Fsck} proves that what the catalog says is so, and {@link
 * dev.versioned.Prune} deletes versions that a {@link dev.versioned.maintenance.Retention} does not
 * keep.
 *
 * <p>Start at {@link dev.versioned.ArtifactRepository#gc()}, {@link
 * dev.versioned.ArtifactRepository#fsck()} and {@link dev.versioned.Artifact#prune}. Each gives a
 * description of the work, which does nothing until it is asked to plan, run or check. The package
 * has Git's name for the same three: applications that publish and read never need it.
 */
@NullMarked
package dev.versioned.maintenance;

import org.jspecify.annotations.NullMarked;
