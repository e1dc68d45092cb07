package dev.versioned.s3dynamo;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;

/**
 * Why a transaction was cancelled, read item by item in the order of the request.
 *
 * @param reasons one for each item
 */
record Cancellation(List<CancellationReason> reasons) {
  private static final String CONDITION_FAILED = "ConditionalCheckFailed";
  private static final String CONFLICT = "TransactionConflict";

  /** Returns whether the condition of an item failed. */
  boolean refused(int item) {
    return item < reasons.size() && CONDITION_FAILED.equals(reasons.get(item).code());
  }

  /** Returns whether another transaction was at the same items. */
  boolean contended() {
    return reasons.stream().anyMatch(reason -> CONFLICT.equals(reason.code()));
  }

  /** Returns the item whose condition failed, as it was; empty if there was none. */
  Map<String, AttributeValue> item(int item) {
    return reasons.get(item).hasItem() ? reasons.get(item).item() : Map.of();
  }
}
