package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.AliasChange;
import dev.versioned.AliasUpdate;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.IdempotencyKey;
import java.util.Optional;

/**
 * One change of an alias, which its caller repeats under the same idempotency key as long as it is
 * in doubt: it takes effect at most once, and the repeat reports this.
 */
final class Change {
  /** The idempotency key of a change. */
  enum Keying {
    /** The library's own; after a lost reply, the key that the exception contains. */
    OF_THE_CALL,
    /** The caller's, which stays the same when the caller dies and starts again. */
    OF_THE_JOB
  }

  private final AliasName alias;
  private final String token;
  private Optional<String> key;
  private boolean inDoubt;
  private long triedAt;
  private Optional<AliasChange> change = Optional.empty();

  Change(AliasName alias, String token, Optional<String> key, boolean inDoubt) {
    this.alias = alias;
    this.token = token;
    this.key = key;
    this.inDoubt = inDoubt;
  }

  String token() {
    return token;
  }

  /** Returns whether an earlier attempt may have made it. */
  boolean isInDoubt() {
    return inDoubt;
  }

  /** Begins an attempt; {@code step} is the last write before it. */
  void trying(long step) {
    triedAt = step;
    change = Optional.empty();
  }

  /** Records a missing reply: from now on the change is repeated under this key. */
  void noReply(Optional<IdempotencyKey> named) {
    inDoubt = true;
    key = named.map(IdempotencyKey::value);
  }

  /** Sets the options that every attempt sets. */
  void describe(AliasUpdate update) {
    update.reason(token).onChanged(made -> change = Optional.of(made));
    key.ifPresent(update::idempotencyKey);
  }

  /** Returns whether the library reported that an earlier attempt had made it. */
  boolean isReplayed() {
    return change.filter(c -> c.outcome() == AliasChange.Outcome.REPLAYED).isPresent();
  }

  /** Claims the consequences of a success; {@code told} is the returned alias, if any. */
  void succeeded(Hands hands, Optional<Alias> told) {
    boolean replayed = isReplayed();
    boolean doubtful = inDoubt;
    long at = triedAt;
    Optional<Long> revision = change.map(c -> c.entry().revision());
    hands.claim(
        (oracle, span) -> {
          check(
              revision.isPresent()
                  || (told.isEmpty() && oracle.ledgers.was(alias, span, Standing::isAbsent)),
              7,
              () -> token + " succeeded, and changed nothing");
          check(
              revision.isEmpty() || oracle.ledgers.reasonAt(alias, revision.get()).equals(token),
              7,
              () -> token + " did not make revision " + revision);
          check(!replayed || doubtful, 7, () -> token + " was made once, but reported as repeated");
          check(
              replayed || !wasMade(oracle, at),
              7,
              () -> token + " was repeated, but reported as made only now");
          told.filter(t -> replayed).ifPresent(now -> isAsItWas(oracle, now, revision));
        });
  }

  private boolean wasMade(Oracle oracle, long step) {
    return oracle.ledgers.wasMade(alias, token, step);
  }

  /** Checks that a repeat returns the alias as it is now, whoever has moved it since. */
  private static void isAsItWas(Oracle oracle, Alias now, Optional<Long> made) {
    check(
        now.revision() >= made.orElseThrow()
            && oracle
                .ledgers
                .routingAt(now.name(), now.revision())
                .filter(now.routing()::equals)
                .isPresent(),
        7,
        () -> now + " was returned by a repeat of revision " + made);
  }

  /** Claims that a refused change had not been made, unless its alias is deleted. */
  void refused(Hands hands) {
    if (!inDoubt) {
      hands.claim((oracle, span) -> oracle.neverVisible(token));
      return;
    }
    long at = triedAt;
    hands.claim(
        (oracle, span) ->
            check(
                !wasMade(oracle, at)
                    || oracle.ledgers.was(alias, new Span(at, span.end()), Standing::isAbsent),
                7,
                () -> token + " had been made, and its repeat was refused"));
  }
}
