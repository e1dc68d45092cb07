/**
 * Stores that fail on demand, for tests of what an application does when S3 or DynamoDB does not
 * answer, answers late, or answers twice.
 *
 * <p>Start at {@link dev.versioned.testkit.fault.FaultInjector}: put {@link
 * dev.versioned.testkit.fault.FaultyBlobStore} and {@link
 * dev.versioned.testkit.fault.FaultyCatalogStore} around any two stores, and say by a {@link
 * dev.versioned.testkit.fault.FaultScript} which call meets which {@link
 * dev.versioned.testkit.fault.Fault}:
 *
 * <pre>{@code
 * FaultInjector faults =
 *     new FaultInjector(FaultScript.nth(StoreOperation.COMMIT, 1, Fault.LOSE_REPLY));
 * ArtifactRepository repository =
 *     ArtifactRepository.over(
 *         new FaultyBlobStore(new MemoryBlobStore(), faults),
 *         new FaultyCatalogStore(new MemoryCatalogStore(), faults),
 *         RepositorySettings.defaults());
 * }</pre>
 */
@NullMarked
package dev.versioned.testkit.fault;

import org.jspecify.annotations.NullMarked;
