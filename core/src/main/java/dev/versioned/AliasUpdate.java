package dev.versioned;

import dev.versioned.internal.Metadata;
import dev.versioned.internal.alias.ChangeRequest;
import dev.versioned.internal.alias.Freezes;
import dev.versioned.model.IdempotencyKey;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Optional settings of a change of an alias. Used by one call, in one thread: {@code
 * live.pointTo(v2, u -> u.reason("fixes the basket").expectRevision(7))}.
 */
public final class AliasUpdate {
  private static final int LONGEST = 1024;

  private String reason = "";
  private @Nullable String actor;
  private @Nullable String description;
  private OptionalLong expectedRevision = OptionalLong.empty();
  private @Nullable IdempotencyKey idempotencyKey;
  private @Nullable String breakFreeze;
  private @Nullable Consumer<AliasChange> listener;

  AliasUpdate() {}

  /** Collects the settings of a change. */
  static ChangeRequest gather(Consumer<AliasUpdate> update) {
    Objects.requireNonNull(update, "update");
    AliasUpdate gathered = new AliasUpdate();
    update.accept(gathered);
    return gathered.toRequest();
  }

  /**
   * Sets the reason for the change; recorded in the ledger.
   *
   * @param reason at most 1,024 characters
   * @return this update
   * @throws IllegalArgumentException if it is longer
   */
  public AliasUpdate reason(String reason) {
    Objects.requireNonNull(reason, "reason");
    if (reason.length() > LONGEST) {
      throw new IllegalArgumentException(
          "Cannot keep a reason of " + reason.length() + " characters: it may have " + LONGEST);
    }
    this.reason = reason;
    return this;
  }

  /**
   * Sets who changes the alias, instead of {@link RepositorySettings#actor}; recorded in the
   * ledger.
   *
   * @param actor a person, a pipeline, a role; at most 256 characters
   * @return this update
   * @throws IllegalArgumentException if it is longer
   */
  public AliasUpdate by(String actor) {
    Objects.requireNonNull(actor, "actor");
    this.actor = Metadata.checkActor(actor);
    return this;
  }

  /**
   * Sets the description of the alias; without this call it stays unchanged.
   *
   * @param description at most 256 characters, as in Lambda
   * @return this update
   * @throws IllegalArgumentException if it is longer
   */
  public AliasUpdate description(String description) {
    Objects.requireNonNull(description, "description");
    this.description = Metadata.checkDescription(description);
    return this;
  }

  /**
   * Changes the alias only if it has this revision, as {@code RevisionId} does in Lambda's
   * UpdateAlias; otherwise the change throws {@link dev.versioned.model.RevisionConflictException}.
   * Without this call, the library reads the alias, applies the change and swaps, and starts over
   * if another update wins.
   *
   * @param revision the expected revision; 0 if the alias must not exist
   * @return this update
   * @throws IllegalArgumentException if it is negative
   */
  public AliasUpdate expectRevision(long revision) {
    if (revision < 0) {
      throw new IllegalArgumentException(
          "Cannot expect revision " + revision + ": revisions start at 1, and 0 means no alias");
    }
    this.expectedRevision = OptionalLong.of(revision);
    return this;
  }

  /**
   * Names this change, so that repeating it does nothing: after a lost reply, in another process,
   * or the next day. The repeated call returns the alias as it is then, even if it was moved since;
   * {@link #onChanged} receives the original change. Without this call, the library makes a key for
   * each change, which {@link dev.versioned.model.UnknownOutcomeException#idempotencyKey} returns.
   * A key belongs to one alias, and is kept for {@link RepositorySettings#keyRetention}.
   *
   * @param key 1 to 128 printable ASCII characters without space, such as a pipeline's run id
   * @return this update
   * @throws IllegalArgumentException if it is not a valid key
   */
  public AliasUpdate idempotencyKey(String key) {
    Objects.requireNonNull(key, "key");
    this.idempotencyKey = new IdempotencyKey(key);
    return this;
  }

  /**
   * Makes the change although the alias is frozen; the freeze stays. The ledger records it after
   * the reason of the change: {@code freeze broken: } and this reason. Without effect if the alias
   * is not frozen.
   *
   * @param reason why this change cannot wait; 1 to 256 characters
   * @return this update
   * @throws IllegalArgumentException if it is blank or longer
   */
  public AliasUpdate breakFreeze(String reason) {
    Objects.requireNonNull(reason, "reason");
    if (reason.isBlank() || reason.length() > Freezes.LONGEST_REASON) {
      throw new IllegalArgumentException(
          "Cannot break a freeze: say why, in 1 to " + Freezes.LONGEST_REASON + " characters");
    }
    this.breakFreeze = reason;
    return this;
  }

  /**
   * Sets a listener for the result of the change: the routing before and after, and the rollout
   * that it ended. For a release set it is called once for each alias. It is called on the caller's
   * thread after the change was made, and its exceptions are thrown to the caller.
   *
   * @param listener receives the result of the change
   * @return this update
   */
  public AliasUpdate onChanged(Consumer<AliasChange> listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  private ChangeRequest toRequest() {
    return new ChangeRequest(
        reason,
        Optional.ofNullable(actor),
        Optional.ofNullable(description),
        expectedRevision,
        Optional.ofNullable(idempotencyKey),
        Optional.ofNullable(breakFreeze),
        this::changed);
  }

  private void changed(ChangeRequest.Change change) {
    if (listener != null) {
      listener.accept(
          new AliasChange(
              change.entry(),
              change.endedRollout(),
              change.replayed() ? AliasChange.Outcome.REPLAYED : AliasChange.Outcome.MADE));
    }
  }
}
