package dev.versioned.internal.alias;

import dev.versioned.internal.PlainText;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.trust.AliasTrust;
import dev.versioned.model.AliasFreeze;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.MoveRefusedException;
import dev.versioned.spi.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a frozen alias refuses, and what the ledger records of a move that breaks the freeze. */
public final class Freezes {
  /** The longest reason of a freeze, and of breaking one, that is kept. */
  public static final int LONGEST_REASON = 256;

  private static final int LONGEST_LEDGER_REASON = 1024;
  private static final Duration LONGEST = Duration.ofDays(366);

  private Freezes() {}

  /**
   * Returns the change of an alias, with the broken freeze in its reason if it breaks one.
   *
   * @throws MoveRefusedException if the alias is frozen, and the request does not break the freeze
   */
  static AliasPlanner.Task check(
      AliasMover.Wish wish, AliasPlanner.Task task, AliasTrust trust, Environment environment) {
    Optional<AliasFreeze> freeze =
        task.present()
            .flatMap(
                present ->
                    present
                        .alias()
                        .freeze()
                        .filter(one -> one.isInForce(now(present, trust, environment))));
    if (freeze.isEmpty() || leavesTraffic(wish.action())) {
      return task;
    }
    ChangeRequest request = task.request();
    // rule: frozen-alias-is-not-moved
    if (request.breakFreeze().isEmpty()) {
      throw new MoveRefusedException(
          "Cannot " + wish + ": it is " + freeze.get() + "; wait, or break the freeze and say why",
          MoveRefusedException.Reason.FROZEN);
    }
    return task.of(request.withReason(broken(request.reason(), request.breakFreeze().get())));
  }

  /** Returns the time, never before the last move, so that the ledger's times agree with it. */
  private static Instant now(
      AliasEntry.Present present, AliasTrust trust, Environment environment) {
    Instant now = environment.now();
    Instant last = trust.notBefore(present);
    return now.isBefore(last) ? last : now;
  }

  /** Returns whether a change moves no traffic, and names no other version. */
  private static boolean leavesTraffic(LedgerEntry.Action action) {
    return switch (action) {
      case DESCRIBE, FREEZE, UNFREEZE, ROLLOUT_PAUSE, ROLLOUT_RESUME, ROLLOUT_APPROVE -> true;
      case CREATE,
          MOVE,
          OVERRIDE,
          PROMOTE,
          ROLLBACK,
          ROLLOUT_START,
          ROLLOUT_STEP,
          ROLLOUT_ADVANCE,
          DELETE ->
          false;
    };
  }

  private static String broken(String reason, String why) {
    String suffix = "freeze broken: " + PlainText.cut(why, LONGEST_REASON);
    return reason.isEmpty()
        ? suffix
        : PlainText.cut(reason, LONGEST_LEDGER_REASON - suffix.length() - 2) + "; " + suffix;
  }

  /**
   * Makes a freeze.
   *
   * @throws IllegalArgumentException if it would end before now, or in more than 366 days
   */
  public static AliasFreeze until(Instant until, String by, String reason, Instant now) {
    if (!until.isAfter(now)) {
      throw new IllegalArgumentException(
          "Cannot freeze an alias until " + until + ": this is not after now, " + now);
    } else if (until.isAfter(now.plus(LONGEST))) {
      throw new IllegalArgumentException(
          "Cannot freeze an alias until " + until + ": the longest freeze is 366 days");
    }
    return new AliasFreeze(until, by, PlainText.cut(reason, LONGEST_REASON));
  }
}
