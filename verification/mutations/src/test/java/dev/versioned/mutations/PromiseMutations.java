package dev.versioned.mutations;

import static dev.versioned.mutations.Change.ALWAYS;
import static dev.versioned.mutations.Change.BRANCH_NEVER;
import static dev.versioned.mutations.Change.DROP;
import static dev.versioned.mutations.Change.DROP_FIRST;
import static dev.versioned.mutations.Change.EMPTY_LIST;
import static dev.versioned.mutations.Change.EMPTY_SET;
import static dev.versioned.mutations.Change.NEVER;
import static dev.versioned.mutations.Change.NOTHING_IN_IT;
import static dev.versioned.mutations.Change.NULL;
import static dev.versioned.mutations.Change.ZERO;
import static dev.versioned.mutations.Change.argument;
import static dev.versioned.mutations.Change.as;
import static dev.versioned.mutations.Change.by;
import static dev.versioned.mutations.Change.receiver;
import static dev.versioned.mutations.Mutation.mutation;
import static dev.versioned.mutations.Mutations.HOLDS_ALWAYS;

import java.util.List;

/**
 * Mutations that the simulation or {@code fsck} must notice: whole promises rather than single
 * rules. None of them has another test, so each shows what these two can detect.
 */
final class PromiseMutations {
  private static final String RANDOM =
      "SimulationTest#noWorldBreaksAPromiseAndEveryCallIsACrashPoint";
  private static final String MATRIX =
      "FaultMatrixTest#noFaultAtAnyCallOfAnyOperationBreaksAPromise";
  private static final String EXPLORATION = "ExplorationTest#";
  private static final String ENDPOINT = "EndpointTest#";
  private static final String SDK = "SdkVersionTest#";
  private static final String SETUP = "SetupTest#";
  private static final String ONE_PLACE = "OnePlaceTest#";
  private static final String STORES = "StoresTest#";
  private static final String FSCK = "FsckTest#";

  static final List<Mutation> ALL =
      List.of(
          mutation(
              "the bytes of a number that is not committed are removed without a tombstone",
              "tombstone-comes-before-the-removal",
              DROP_FIRST,
              RANDOM),
          mutation(
              "the tombstone of a number is not kept",
              "tombstone-takes-no-version",
              by("{binding-is-released:0}($1.key(), $2)"),
              EXPLORATION + "publishersOfTheSameContent"),
          mutation(
              "a publisher that meets a tombstone says that it has published",
              "taken-number-is-not-published",
              as("committed-version-is-returned"),
              RANDOM),
          mutation(
              "a version is restored and deleted again, and expires by its first deletion",
              "state-changes-from-the-time-named",
              NEVER,
              RANDOM),
          mutation(
              "every other number is left out",
              "no-number-is-left-out",
              argument(1, argument(2, by("2"))),
              MATRIX),
          mutation(
              "a key that stands for a version is given to the next one",
              "key-is-free-when-it-is-forgotten",
              HOLDS_ALWAYS,
              RANDOM),
          mutation(
              "a retried publish of $LATEST is refused if $LATEST has changed",
              "key-stands-for-one-content",
              DROP_FIRST,
              RANDOM),
          mutation(
              "a publish of $LATEST with a key that was used gives another version",
              "used-key-gives-its-own-version",
              ALWAYS,
              RANDOM),
          mutation(
              "the tombstone of an upload is not kept",
              "collected-upload-has-a-tombstone",
              DROP,
              RANDOM),
          mutation(
              "the upload of a stream stays when its publish has ended",
              "upload-goes-when-its-publish-ends",
              DROP,
              RANDOM),
          mutation(
              "a move does not count the versions that it leaves",
              "versions-that-are-left-are-counted",
              EMPTY_SET,
              RANDOM),
          mutation(
              "a move does not count the versions that it gains",
              "versions-that-are-gained-are-counted",
              EMPTY_SET,
              RANDOM,
              MATRIX),
          mutation(
              "a move does not ask whether a version is active",
              "alias-gains-active-versions-only",
              HOLDS_ALWAYS,
              EXPLORATION + "deployersOfOneAlias"),
          mutation(
              "of a release set the first alias alone is moved",
              "aliases-of-a-set-move-together",
              receiver(by("$.subList(0, 1)")),
              MATRIX),
          mutation(
              "a ledger row does not say what was before",
              "ledger-row-tells-what-was-before",
              NOTHING_IN_IT,
              MATRIX),
          mutation(
              "a move whose reply was lost is made twice",
              "move-without-a-reply-is-looked-for",
              NEVER,
              MATRIX),
          mutation(
              "after a rollback there is nothing to roll back to",
              "rollback-can-be-followed-by-another",
              ZERO,
              RANDOM),
          mutation(
              "a key whose version came meanwhile is reported",
              "version-of-a-key-is-read-anew",
              NOTHING_IN_IT,
              RANDOM),
          mutation(
              "versions without bytes are not reported",
              "version-without-bytes-is-reported",
              EMPTY_LIST,
              FSCK + "versionWithoutBytesIsFound",
              FSCK + "deletedVersionWithoutBytesIsFoundAlsoOfADeletedArtifact"),
          mutation(
              "bytes of another digest are not reported",
              "bytes-of-another-digest-are-reported",
              ALWAYS,
              FSCK + "bytesOfAnotherDigestAreFoundIfTheyAreRead"),
          mutation(
              "wrong reference counts are not reported",
              "wrong-reference-count-is-reported",
              NEVER,
              FSCK + "wrongReferenceCountsAreFound"),
          mutation(
              "idempotency keys of no version are not reported",
              "key-of-no-version-is-reported",
              argument(1, NEVER),
              FSCK + "idempotencyKeyOfNoVersionIsFound"),
          mutation(
              "an alias of a deleted version is not reported",
              "alias-of-a-deleted-version-is-reported",
              NEVER,
              FSCK + "aliasOfAVersionThatIsDeletedOrNotThereIsFound"),
          mutation(
              "missing ledger rows are not reported",
              "missing-ledger-row-is-reported",
              NEVER,
              FSCK + "missingLedgerRowsAreFound"),
          mutation(
              "a broken chain of ledger rows is not reported",
              "broken-ledger-is-reported",
              NEVER,
              FSCK + "brokenChainIsFound"),
          mutation(
              "a way back that is not in the ledger is not reported",
              "way-back-outside-the-ledger-is-reported",
              NEVER,
              FSCK + "wayBackThatIsNotInTheLedgerIsFound"),
          mutation(
              "an endpoint of the SDK's own settings is asked by the bucket's host name",
              "configured-endpoint-is-asked-in-path-style",
              ALWAYS,
              ENDPOINT + "environmentIsCalledInPathStyle",
              ENDPOINT + "profileIsCalledInPathStyle"),
          mutation(
              "one refused setting ends the set-up",
              "refused-setting-is-reported",
              ALWAYS,
              SETUP + "refusedLifecycleRuleIsReportedAndTheTableMade"),
          mutation(
              "a set-up over plain HTTP shuts itself out",
              "tls-is-not-demanded-of-a-plain-endpoint",
              NEVER,
              SETUP + "tlsIsNotDemandedOfAPlainEndpoint"),
          mutation(
              "an SDK that is too old is taken",
              "old-sdk-is-refused",
              NEVER,
              SDK + "olderSdkIsRefusedByName"),
          mutation(
              "a table is used with another place than its own",
              "table-belongs-to-one-place",
              NEVER,
              ONE_PLACE + "secondPrefixOfOneTableIsRefused"),
          mutation(
              "a restored copy is taken for the table",
              "restored-copy-is-not-the-table",
              BRANCH_NEVER,
              ONE_PLACE + "restoredCopyIsRefusedUntilItTakesOver"),
          mutation(
              "the place of another table is used",
              "place-belongs-to-one-table",
              BRANCH_NEVER,
              ONE_PLACE + "secondTableOnOnePlaceIsRefused"),
          mutation(
              "a table that lost a race for a place stays bound to it",
              "loser-of-a-race-releases-its-table",
              DROP,
              ONE_PLACE + "ofTablesThatRaceForAPlaceOneWins"),
          mutation(
              "stores are used that were not examined",
              "unexamined-stores-are-examined",
              NEVER,
              STORES + "storeWithoutTransactionsIsRefused"),
          mutation(
              "a store that lets two writers win is used",
              "race-has-one-winner",
              NEVER,
              STORES + "storeThatLetsTwoWritersWinIsRefused"),
          mutation(
              "a store that makes transactions in part is used",
              "transaction-is-all-or-nothing",
              NEVER,
              STORES + "transactionsThatAreMadeInPartAreRefused"),
          mutation(
              "a missing permission counts as a broken promise",
              "denied-probe-is-no-fault",
              NEVER,
              STORES + "probeThatIsDeniedIsNoFault"),
          mutation(
              "a process examines the same stores again",
              "result-is-kept-by-the-process",
              NULL,
              STORES + "examinationIsMadeOnceInAProcessAndNeverAfterInit"),
          mutation(
              "an alias moves in a table without transactions",
              "table-that-names-its-fault-is-refused",
              NEVER,
              STORES + "globalTableInStrongModeIsRefused"),
          mutation(
              "a global table in strong mode is used",
              "strong-global-table-is-named",
              NEVER,
              STORES + "globalTableInStrongModeIsRefused"),
          mutation(
              "a publisher chooses the home Region",
              "set-up-chooses-the-home-region",
              NEVER,
              STORES + "globalTableIsWrittenInItsHomeRegionOnly"),
          mutation(
              "a table is written in two Regions",
              "table-is-written-in-its-home-region",
              NEVER,
              STORES + "globalTableIsWrittenInItsHomeRegionOnly"),
          mutation(
              "a take-over gives numbers again",
              "take-over-gives-no-number-again",
              NEVER,
              ONE_PLACE + "restoredCopyIsRefusedUntilItTakesOver"),
          mutation(
              "a publish takes a number before the place is checked",
              "place-is-checked-before-a-number-is-taken",
              DROP,
              "OwnPlaceTest#refusedWritesChangeNeitherStore"),
          mutation(
              "a put lists its artifact before the place is checked",
              "place-is-checked-before-an-artifact-is-listed",
              DROP,
              "OwnPlaceTest#refusedWritesChangeNeitherStore"),
          mutation(
              "numbers that are read have no upper limit",
              "number-that-is-read-has-an-upper-limit",
              NEVER,
              "DamagedItemsTest#absurdNumbersAreRefusedWhenRead"),
          mutation(
              "a long stream is sent before the place is checked",
              "place-is-checked-before-bytes-are-sent",
              DROP,
              ONE_PLACE + "largeContentIsNotSentToTheSecondPrefix"),
          mutation(
              "a version of $LATEST hides what was put later",
              "version-of-latest-hides-no-later-put",
              DROP,
              EXPLORATION + "putStaysLatestDuringItsPublishes"),
          mutation(
              "an artifact is retired whatever its working copy's revision is",
              "artifact-is-retired-from-its-revision",
              argument(2, HOLDS_ALWAYS),
              RANDOM),
          mutation(
              "a move that is made again is made twice",
              "move-made-again-is-recognised",
              DROP,
              MATRIX));

  private PromiseMutations() {}
}
