package dev.versioned.internal.alias;

import dev.versioned.event.Event;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.rollout.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reports what happens to aliases. */
record MoveEvents(Settings settings) {

  /**
   * Reports a move that was made, and the rollout that it ended, if any, to the caller too.
   *
   * @param before the last rollout of the alias before the move
   * @param ended the rollout that the move ended by superseding it
   */
  void moved(
      AliasMove move, Optional<Rollout> before, Optional<Rollout> ended, ChangeRequest request) {
    LedgerEntry entry = move.row().entry();
    request.listener().accept(new ChangeRequest.Change(entry, ended, false));
    Instant at = entry.at();
    settings
        .events()
        .report(
            switch (entry.action()) {
              case ROLLOUT_STEP, ROLLOUT_ADVANCE, PROMOTE ->
                  new Event.Stepped(at, entry, rolloutOf(move));
              case ROLLBACK ->
                  new Event.RolledBack(at, entry, ended.or(() -> goneBack(move, before)));
              case CREATE,
                  MOVE,
                  OVERRIDE,
                  ROLLOUT_START,
                  ROLLOUT_PAUSE,
                  ROLLOUT_RESUME,
                  ROLLOUT_APPROVE,
                  FREEZE,
                  UNFREEZE,
                  DESCRIBE,
                  DELETE ->
                  new Event.Moved(at, entry);
            });
  }

  private static Optional<Rollout> rolloutOf(AliasMove move) {
    return move.after().present().flatMap(AliasEntry.Present::rollout);
  }

  /** Returns the rollout that went back with this move, not one that did so before. */
  private static Optional<Rollout> goneBack(AliasMove move, Optional<Rollout> before) {
    return rolloutOf(move)
        .filter(rollout -> rollout.state() == Rollout.State.ROLLED_BACK)
        .filter(rollout -> !before.equals(Optional.of(rollout)));
  }

  /** Makes a change, and reports it if it is refused. */
  <T> T reportingRefusal(List<AliasMover.Wish> wishes, ChangeRequest request, Supplier<T> change) {
    try {
      return change.get();
    } catch (ArtifactException e) {
      // rule: change-without-an-answer-is-not-refused
      if (!isUnanswered(e)) {
        wishes.forEach(wish -> refused(wish, request, e));
      }
      throw e;
    }
  }

  private static boolean isUnanswered(ArtifactException failure) {
    return failure instanceof UnknownOutcomeException
        || (failure instanceof BackendException backend && backend.isRetryable());
  }

  private void refused(AliasMover.Wish wish, ChangeRequest request, ArtifactException reason) {
    settings
        .events()
        .report(
            new Event.Refused(
                settings.environment().now(),
                wish.artifact(),
                wish.name(),
                wish.action(),
                request.actor().orElse(settings.actor()),
                String.valueOf(reason.getMessage())));
  }
}
