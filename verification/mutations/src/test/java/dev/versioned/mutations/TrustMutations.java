package dev.versioned.mutations;

import static dev.versioned.mutations.Change.ALWAYS;
import static dev.versioned.mutations.Change.DROP;
import static dev.versioned.mutations.Change.DROP_LAST;
import static dev.versioned.mutations.Change.NEVER;
import static dev.versioned.mutations.Change.ZERO;
import static dev.versioned.mutations.Change.argument;
import static dev.versioned.mutations.Change.by;
import static dev.versioned.mutations.Mutation.mutation;
import static dev.versioned.mutations.Mutations.HOLDS_ALWAYS;

import java.util.List;

/** Mutations of signatures and of what readers demand: each is an attack that then succeeds. */
final class TrustMutations {
  private static final String VERSIONS = "SignedVersionsTest#";
  private static final String MOVES = "SignedMovesTest#";
  private static final String MOVERS = "SignedMoverTest#";

  static final List<Mutation> ALL =
      List.of(
          mutation(
              "an unsigned version is used under a policy",
              "version-is-signed-by-a-trusted-key",
              NEVER,
              VERSIONS + "unsignedVersionIsRefusedByEveryReader"),
          mutation(
              "a signature by the right key counts, whatever it is over",
              "signature-is-over-the-whole-record",
              DROP_LAST,
              VERSIONS + "changedRecordIsRefused",
              VERSIONS + "signatureOfAnotherVersionDoesNotCount"),
          mutation(
              "a revoked key counts for every version",
              "revoked-key-counts-for-listed-versions",
              ALWAYS,
              VERSIONS + "revokedKeyCountsForListedVersionsOnly"),
          mutation(
              "content that is published already gets no signature",
              "repeated-publish-adds-its-signature",
              NEVER,
              VERSIONS + "repeatedPublishAddsTheSignature"),
          mutation(
              "a record that was changed after it was signed is signed again",
              "changed-record-is-not-signed-again",
              NEVER,
              VERSIONS + "changedRecordIsNotSignedAgain"),
          mutation(
              "a second signature by a key replaces the first",
              "signature-is-written-once",
              argument(2, HOLDS_ALWAYS),
              VERSIONS + "changedRecordIsNotSignedAgain"),
          mutation(
              "$LATEST is signed without a word from elsewhere",
              "latest-is-not-signed-blindly",
              NEVER,
              VERSIONS + "latestIsSignedOnlyWithItsExpectedDigest"),
          mutation(
              "a version appears without its signature",
              "version-and-signature-appear-together",
              DROP,
              VERSIONS + "signatureAppearsWithItsVersion"),
          mutation(
              "an alias is moved to an unsigned version",
              "alias-is-moved-to-trusted-versions",
              DROP,
              VERSIONS + "unsignedVersionIsRefusedByEveryReader"),
          mutation(
              "a file in the cache is returned for an unsigned version",
              "file-in-the-cache-is-of-a-trusted-version",
              DROP,
              VERSIONS + "unsignedVersionIsRefusedByEveryReader"),
          mutation(
              "a state file without signatures starts a process in an outage",
              "kept-state-is-trusted-by-its-own-signatures",
              DROP,
              VERSIONS + "keptStateIsTrustedByItsOwnSignatures"),
          mutation(
              "a policy that has ended is still followed",
              "policy-has-an-end",
              NEVER,
              VERSIONS + "policyThatHasEndedRefusesEverything"),
          mutation(
              "a policy that its root has not signed is followed",
              "policy-is-signed-by-its-root",
              NEVER,
              "SigningKeyTest#changedPolicyIsRefused"),
          mutation(
              "an alias that was changed after its move was signed is followed",
              "alias-is-moved-by-a-trusted-key",
              NEVER,
              MOVES + "changedAliasIsRefused"),
          mutation(
              "an earlier state of an alias that was put back is followed",
              "earlier-state-of-an-alias-is-refused",
              NEVER,
              MOVES + "earlierStateThatIsPutBackIsRefused"),
          mutation(
              "an alias that is not renewed is followed permanently",
              "frozen-alias-is-refused",
              NEVER,
              MOVES + "frozenAliasIsRefusedUntilItIsRenewed"),
          mutation(
              "a move continues from a forged state, and signs it",
              "forged-alias-is-not-moved-on",
              NEVER,
              MOVES + "forgedAliasIsNotMovedOn"),
          mutation(
              "a rollback restores a forged row of the ledger",
              "forged-ledger-row-is-not-restored",
              NEVER,
              MOVES + "forgedLedgerRowIsNotRestored"),
          mutation(
              "a row of the ledger does not have the hash of the one before",
              "ledger-rows-are-chained",
              by("\"\""),
              MOVES + "rowsOfEveryKindOfMoveAreChained"),
          mutation(
              "a changed row of the ledger is not reported",
              "changed-ledger-row-is-reported",
              NEVER,
              MOVES + "rowsOfEveryKindOfMoveAreChained"),
          mutation(
              "a restored table's aliases are never followed again",
              "epoch-orders-before-the-revision",
              NEVER,
              MOVES + "laterEpochOrdersBeforeTheRevision"),
          mutation(
              "a restored table that takes its place over keeps its epoch",
              "take-over-raises-the-epoch",
              argument(4, ZERO),
              "OnePlaceTest#takeOverRaisesTheEpochOfLaterMoves"),
          mutation(
              "an alias that was deleted, and created again, loses its epoch",
              "epoch-survives-a-deletion",
              ZERO,
              MOVERS + "epochSurvivesADeletion"),
          mutation(
              "a mover without a trusted key writes an alias that its own policy refuses",
              "move-that-the-policy-refuses-is-not-made",
              NEVER,
              MOVERS + "moveThatItsOwnPolicyRefusesIsNotMade"),
          mutation(
              "a move goes on from an earlier state that was put back, and signs it",
              "put-back-alias-is-not-moved-on",
              NEVER,
              MOVERS + "stateThatWasPutBackIsNotMovedOn"),
          mutation(
              "two states of one revision are followed in turn",
              "revision-of-an-alias-has-one-state",
              NEVER,
              MOVERS + "otherStateOfTheSameRevisionIsRefused"),
          mutation(
              "an alias whose time is in the future is never frozen",
              "move-from-the-future-is-refused",
              NEVER,
              MOVERS + "moveFromTheFutureIsRefusedUntilTheNext"),
          mutation(
              "a mover signs the time that a forged tombstone claims",
              "time-of-the-future-is-not-signed",
              by("false"),
              MOVERS + "moveFromTheFutureIsRefusedUntilTheNext"),
          mutation(
              "a renewal signs what another mover has decided",
              "alias-is-not-renewed-blindly",
              NEVER,
              MOVERS + "aliasOfAnotherMoverIsNotRenewedBlindly"));

  private TrustMutations() {}
}
