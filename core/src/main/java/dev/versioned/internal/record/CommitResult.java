package dev.versioned.internal.record;

/** The result of committing a version, or of recording an idempotency key. */
public sealed interface CommitResult {

  /** This call wrote it. */
  record Committed() implements CommitResult {}

  /**
   * The number already has a record: this attempt's own, if a reply was lost, or another one, such
   * as the collector's tombstone. Nothing was written.
   *
   * @param existing the stored record
   */
  record NumberTaken(NumberRecord existing) implements CommitResult {}

  /**
   * The idempotency key is in use, and the number is free. Nothing was written.
   *
   * @param existing the record of the key
   */
  record KeyTaken(IdempotencyRecord existing) implements CommitResult {}
}
