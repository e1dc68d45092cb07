package dev.versioned.internal.record;

/** What came of committing a version, or of recording an idempotency key. */
public sealed interface CommitResult {

  /** It is done, by this call. */
  record Committed() implements CommitResult {}

  /**
   * There is a record under the number: this attempt's own, if a reply was lost, or the collector's
   * tombstone. Nothing was written.
   *
   * @param existing what is stored
   */
  record NumberTaken(NumberRecord existing) implements CommitResult {}

  /**
   * The idempotency key is in use, and the number is free. Nothing was written.
   *
   * @param existing what the key stands for
   */
  record KeyTaken(IdempotencyRecord existing) implements CommitResult {}
}
