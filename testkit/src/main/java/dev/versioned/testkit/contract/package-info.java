/**
 * What a backend must do, as JUnit suites that a backend's tests extend.
 *
 * <p>Start at {@link dev.versioned.testkit.contract.BlobStoreContract} and {@link
 * dev.versioned.testkit.contract.ItemStoreContract}, one for each store. With both passed, {@link
 * dev.versioned.testkit.contract.RepositoryContract} runs the library's promises to its users on
 * the pair. A test of a backend says only how to make the store:
 *
 * <pre>{@code
 * class MemoryItemStoreTest extends ItemStoreContract {
 *   @Override
 *   protected ItemStore newStore() {
 *     return new MemoryItemStore();
 *   }
 * }
 * }</pre>
 *
 * <p>The suites need JUnit 5 and AssertJ, and nothing of a store but its interface. Every test
 * works under artifact names of its own, so a store may be shared, and need not be empty.
 */
@NullMarked
package dev.versioned.testkit.contract;

import org.jspecify.annotations.NullMarked;
