package dev.versioned.testkit.fault;

/**
 * A call of a store, counted over both stores of a {@link FaultInjector}.
 *
 * @param index how many calls were before it
 * @param operation what is called
 * @param nth 1 for the first call of this operation, 2 for the second …
 */
public record StoreCall(long index, StoreOperation operation, long nth) {}
