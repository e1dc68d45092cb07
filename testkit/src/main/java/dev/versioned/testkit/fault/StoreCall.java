package dev.versioned.testkit.fault;

/**
 * A call of a store, counted over both stores of a {@link FaultInjector}.
 *
 * @param index the number of calls before it
 * @param operation the operation
 * @param nth 1 for the first call of this operation, 2 for the second …
 */
public record StoreCall(long index, StoreOperation operation, long nth) {}
