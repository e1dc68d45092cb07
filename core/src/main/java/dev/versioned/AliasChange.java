package dev.versioned;

import dev.versioned.model.LedgerEntry;
import dev.versioned.rollout.Rollout;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of one change of an alias; {@link AliasUpdate#onChanged} receives it.
 *
 * @param entry the row of the ledger: the routing before and after, who and why
 * @param endedRollout the rollout that the change ended, with the step that it had made; empty if
 *     none was under way, or the change is the rollout's own
 * @param outcome whether this call made the change, or an earlier one with the same idempotency key
 */
public record AliasChange(LedgerEntry entry, Optional<Rollout> endedRollout, Outcome outcome) {

  /** Which call made a change. */
  public enum Outcome {
    /** This one. */
    MADE,
    /** An earlier one with the same idempotency key; this one changed nothing. */
    REPLAYED
  }

  /**
   * Makes a change.
   *
   * @param entry the row of the ledger: the routing before and after, who and why
   * @param endedRollout the rollout that the change ended, with the step that it had made; empty if
   *     none was under way, or the change is the rollout's own
   * @param outcome whether this call made the change, or an earlier one
   */
  public AliasChange {
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(endedRollout, "endedRollout");
    Objects.requireNonNull(outcome, "outcome");
  }
}
