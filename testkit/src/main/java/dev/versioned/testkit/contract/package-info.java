/**
 * The contracts of a backend, as JUnit suites that a backend's tests extend.
 *
 * <p>Start at {@link dev.versioned.testkit.contract.BlobStoreContract} and {@link
 * dev.versioned.testkit.contract.ItemStoreContract}, one for each store. When both pass, {@link
 * dev.versioned.testkit.contract.RepositoryContract} checks the library's guarantees on the pair. A
 * test of a backend only creates the store:
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
 * <p>The suites need JUnit 5 and AssertJ, and use only the store's interface. Every test uses
 * separate artifact names, so a store may be shared, and need not be empty.
 */
@NullMarked
package dev.versioned.testkit.contract;

import org.jspecify.annotations.NullMarked;
