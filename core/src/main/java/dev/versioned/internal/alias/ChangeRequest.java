package dev.versioned.internal.alias;

import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.LedgerEntry;
import dev.versioned.rollout.Rollout;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The options of one change of an alias.
 *
 * @param breakFreeze why the change is made although the alias is frozen; empty if it is not
 */
public record ChangeRequest(
    String reason,
    Optional<String> actor,
    Optional<String> description,
    OptionalLong expectedRevision,
    Optional<IdempotencyKey> idempotencyKey,
    Optional<String> breakFreeze,
    Consumer<Change> listener) {

  /**
   * The result of a change.
   *
   * @param entry the row that it wrote to the ledger
   * @param endedRollout the rollout that it ended, as it was before
   * @param replayed whether an earlier call with the same idempotency key made the change
   */
  public record Change(LedgerEntry entry, Optional<Rollout> endedRollout, boolean replayed) {}

  /** Returns a request with only a reason. */
  public static ChangeRequest because(String reason) {
    return new ChangeRequest(
        reason,
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        change -> {});
  }

  /** Returns this request with another reason. */
  ChangeRequest withReason(String other) {
    return new ChangeRequest(
        other, actor, description, expectedRevision, idempotencyKey, breakFreeze, listener);
  }

  /** Returns this request, which is also made while the alias is frozen. */
  public ChangeRequest breakingFreeze(String why) {
    return new ChangeRequest(
        reason, actor, description, expectedRevision, idempotencyKey, Optional.of(why), listener);
  }
}
