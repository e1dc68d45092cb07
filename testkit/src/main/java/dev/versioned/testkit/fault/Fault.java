package dev.versioned.testkit.fault;

/** A fault of a call on its way to a store or back. */
public enum Fault {
  /** No fault: the call is made, and its reply arrives. */
  NONE,

  /** The call does not reach the store, and the caller knows it and may retry. */
  FAIL_BEFORE,

  /**
   * The store is overloaded, and did nothing: S3's 503 SlowDown or 409 ConditionalRequestConflict,
   * DynamoDB's ProvisionedThroughputExceeded. The caller may retry.
   */
  THROTTLE,

  /** The store refuses, and will refuse again: missing permission, no such bucket. */
  REFUSE,

  /**
   * The call has no effect, but the caller cannot know this: a time-out on the way to the store, or
   * an error in the body of a response with S3's status 200.
   */
  LOSE_REQUEST,

  /** The call is made, and its reply is lost. */
  LOSE_REPLY,

  /**
   * The call is made twice, and the second reply arrives, as with the SDK's own retry after a lost
   * reply. A conditional write is told that another write won, which was its own (S3's 412,
   * DynamoDB's ConditionalCheckFailed).
   */
  APPLY_TWICE,

  /**
   * The caller receives no reply, and a write is made later, on {@link FaultInjector#applyLate}, as
   * if it had waited in a queue of the network while the caller went on. A read is lost.
   */
  APPLY_LATE,

  /**
   * Another transaction is using the same items, and nothing is done: DynamoDB's
   * TransactionConflict. Only a transaction can meet it: a move, a swap of the working copy, a
   * commit with an idempotency key, the tombstone of an upload.
   */
  CONTEND,

  /**
   * The connection breaks in the middle of a body, read or written. Calls without a body are not
   * affected.
   */
  BREAK_BODY,

  /** One bit of a body that is read is flipped. Other calls are not affected. */
  CORRUPT_BODY;

  /**
   * Returns whether the fault can occur at an operation; if not, the call is simply made.
   *
   * @param operation the operation
   * @return whether the fault applies to it
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
