package dev.versioned.testkit.fault;

/** What can happen to a call on its way to a store and back. */
public enum Fault {
  /** Nothing: the call is made, and its reply arrives. */
  NONE,

  /** The call never reaches the store, and the caller knows; it may try again. */
  FAIL_BEFORE,

  /**
   * The store is asked for too much, and did nothing: S3's 503 SlowDown or 409
   * ConditionalRequestConflict, DynamoDB's ProvisionedThroughputExceeded. The caller may try again.
   */
  THROTTLE,

  /** The store refuses, and will refuse again: no permission, no such bucket. */
  REFUSE,

  /**
   * The call does nothing, and the caller cannot know: a time-out on the way there, an error body
   * behind S3's status 200.
   */
  LOSE_REQUEST,

  /** The call is made, and its reply is lost. */
  LOSE_REPLY,

  /**
   * The call is made twice, and the second reply arrives: what the SDK's own retry does after a
   * lost reply. A conditional write is told that somebody else won, which was itself (S3's 412,
   * DynamoDB's ConditionalCheckFailed).
   */
  APPLY_TWICE,

  /**
   * The caller hears nothing, and a write is made later, when {@link FaultInjector#applyLate} says
   * so: it sat in a queue of the network while the caller went on. A read is lost.
   */
  APPLY_LATE,

  /**
   * Another transaction is at the same items, and nothing is done: DynamoDB's TransactionConflict.
   * Only a transaction can meet it: a move, a swap of the working copy, a commit with an
   * idempotency key, the tombstone of an upload.
   */
  CONTEND,

  /** The connection breaks in the middle of a body, read or written. Other calls do not meet it. */
  BREAK_BODY,

  /** A bit of a body that is read is flipped. Other calls do not meet it. */
  CORRUPT_BODY;

  /**
   * Tells whether the fault can happen to an operation; where it cannot, the call is simply made.
   *
   * @param operation the operation
   * @return whether the fault means something there
   */
  public boolean concerns(StoreOperation operation) {
    return switch (this) {
      case NONE, FAIL_BEFORE, THROTTLE, REFUSE, LOSE_REQUEST -> true;
      case LOSE_REPLY, APPLY_TWICE, APPLY_LATE -> operation.isWrite();
      case CONTEND -> operation.isTransaction();
      case BREAK_BODY -> operation.hasBody();
      case CORRUPT_BODY -> operation == StoreOperation.OPEN;
    };
  }
}
