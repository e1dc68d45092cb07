package dev.versioned.mutations;

import static dev.versioned.mutations.Change.ALWAYS;
import static dev.versioned.mutations.Change.BRANCH_ALWAYS;
import static dev.versioned.mutations.Change.BRANCH_NEVER;
import static dev.versioned.mutations.Change.DROP;
import static dev.versioned.mutations.Change.DROP_CATCH;
import static dev.versioned.mutations.Change.DROP_FIRST;
import static dev.versioned.mutations.Change.DROP_LAST;
import static dev.versioned.mutations.Change.DROP_LAST_CALL;
import static dev.versioned.mutations.Change.EMPTY_OPTIONAL;
import static dev.versioned.mutations.Change.NEVER;
import static dev.versioned.mutations.Change.NOTHING_IN_IT;
import static dev.versioned.mutations.Change.NULL;
import static dev.versioned.mutations.Change.RETHROW;
import static dev.versioned.mutations.Change.SWAP;
import static dev.versioned.mutations.Change.ZERO;
import static dev.versioned.mutations.Change.argument;
import static dev.versioned.mutations.Change.as;
import static dev.versioned.mutations.Change.by;
import static dev.versioned.mutations.Change.called;
import static dev.versioned.mutations.Change.comparedBy;
import static dev.versioned.mutations.Change.left;
import static dev.versioned.mutations.Change.precededBy;
import static dev.versioned.mutations.Change.receiver;
import static dev.versioned.mutations.Mutation.mutation;

import java.util.List;
import java.util.stream.Stream;

/**
 * The mutations. Every new rule comes with one: the code that implements the rule has a comment
 * above it, {@code // rule: name-of-the-rule}, in lower case; the mutation has the behaviour of the
 * library without the rule, that name, how the code is changed, and the tests that must notice. The
 * name tells readers of the code about the rule, and is on no other line.
 *
 * <p>Mutations name no class, method or line of the library, so that these may be renamed, moved
 * and formatted: the code is found by its comment, and changed by its structure, see {@link Change}
 * and {@link Place}. Comments must be on a separate line, where formatters do not move them. Code
 * that another mutation copies, {@link Change#as}, has a comment, too.
 */
final class Mutations {
  private static final String MEMORY_BLOBS = "MemoryBlobStoreTest#";
  private static final String MEMORY_ITEMS = "MemoryItemStoreTest#";
  private static final String MEMORY_REPOSITORY = "MemoryRepositoryTest#";
  private static final String GIVEN_UP = "GivenUpNumberTest#";
  private static final String MODEL = "RepositoryModelTest#";
  private static final String EMBEDDED_BLOBS = "EmbeddedBlobStoreTest#";
  private static final String DIFFERENTIAL =
      "EmbeddedItemStoreDifferentialTest#memoryAndDynamoDbDoTheSame";
  private static final String GC = "GcTest#";
  private static final String FSCK = "FsckTest#";
  private static final String STATES = "VersionStatesTest#";
  private static final String TRANSFER = "TransferTest#";
  private static final String FOLLOWING = "LiveAliasTest#";
  private static final String EVENTUAL_READS = "EventualReadsTest#";
  private static final String REPORTING = "ReportingTest#";
  private static final String FLEET_GATE = "FleetGateTest#";
  private static final String TAKEN_KEY = "TakenKeyTest#";
  private static final String LOST_REPLIES = "LostRepliesOnTheWireTest#";
  private static final String INJECTED = "InjectedAnswersTest#";
  private static final String REQUESTS = "RequestsTest#";
  private static final String ARTIFACT_CACHES = "ArtifactCacheTest#";
  private static final String CACHE_FOLDERS = "CacheFolderTest#";
  private static final String WRONG_SIZE = "WrongSizeTest#";
  private static final String SLOW_STORE = "SlowStoreTest#";
  private static final String PART_FILES = "PartFileTest#";
  private static final String CONTENTS = "ContentTest#";
  private static final String LARGE_BLOBS = "LargeBlobsTest#";

  private static final String OTHER_BYTES = "OtherBytesTest#";
  private static final String SET_ASIDE = "SetAsideTest#";
  private static final String ATTACKS = "RoleAttacksTest#";
  private static final String PLANTED = "PlantedPartsTest#";
  private static final String OUTAGES = "OutageTest#";
  private static final String STATE_FILES = "AliasFileTest#";

  /** A write's condition always holds. */
  static final Change HOLDS_ALWAYS = as("unconditional-wish-has-no-condition");

  /** The code asks for an active version, but accepts any state. */
  private static final Change OF_ANY_STATE = by("e.committed()");

  private static final List<Mutation> OF_RULES =
      List.of(
          mutation(
              "a second write under a key replaces the first",
              "occupied-key-keeps-its-blob",
              called("put"),
              MEMORY_BLOBS + "occupiedKeyKeepsItsBlobAndReturnsItsOwner"),
          mutation(
              "content is written that is not what was hashed",
              "only-what-was-hashed-is-stored",
              NEVER,
              MEMORY_BLOBS + "contentThatChangedSinceItWasHashedIsRefused"),
          mutation(
              "a copy takes whatever its source is by now",
              "replaced-source-is-not-copied",
              DROP_LAST,
              MEMORY_BLOBS + "sourceThatWasReplacedIsNotCopied"),
          mutation(
              "a key that was used for other content is taken for the same",
              "key-stands-for-one-content",
              ALWAYS,
              MEMORY_REPOSITORY + "keyWithOtherContentIsRefused"),
          mutation(
              "a key that was taken meanwhile counts as one's own",
              "taken-key-is-replayed",
              as("committed-version-is-returned"),
              "TakenKeyTest#theSameContentIsReplayed"),
          mutation(
              "a number that the collector took, or another publisher, counts as published",
              "taken-number-is-not-published",
              as("committed-version-is-returned"),
              GC + "publisherOvertakenByTheCollectorTakesANewNumber"),
          mutation(
              "after a failed commit the own version is not recognised",
              "own-commit-is-asked-for",
              NEVER,
              LOST_REPLIES + "ofTheCommit"),
          mutation(
              "a put after the newest version is not $LATEST",
              "put-after-a-version-is-latest",
              comparedBy(">="),
              MEMORY_REPOSITORY + "putAfterAVersionIsLatest"),
          mutation(
              "content of another digest than expected is published",
              "expected-digest-is-compared",
              NEVER,
              MEMORY_REPOSITORY + "contentOfAnotherDigestIsRefused"),
          mutation(
              "after a refused reservation the own number is not recognised",
              "own-reservation-is-recognised",
              NEVER,
              LOST_REPLIES + "ofTheReservation"),
          mutation(
              "a deleted version counts as the unchanged newest one",
              "deleted-version-is-not-unchanged",
              argument(1, OF_ANY_STATE),
              MEMORY_REPOSITORY + "numberOfADeletedVersionIsNotUsedAgain",
              MODEL + "everyCallMatchesTheModel"),
          mutation(
              "after a refused write the own bytes are not recognised",
              "own-bytes-are-recognised",
              DROP,
              LOST_REPLIES + "ofPutObject"),
          mutation(
              "foreign bytes under the key count as one's own",
              "own-bytes-are-recognised",
              NEVER,
              MEMORY_REPOSITORY + "foreignBlobUnderAVersionsKeyIsNeverOverwritten"),
          mutation(
              "an object with the attempt's id is published, whatever its bytes are",
              "own-bytes-have-the-digest",
              DROP,
              "PlantedBytesTest#objectUnderTheAttemptIdOfAPublishIsNotPublished",
              "PlantedBytesTest#objectUnderTheUploadIdOfAStreamIsNotPut"),
          mutation(
              "an upload is published whose parts another writer may have sent",
              "resumed-upload-counts-as-found",
              NEVER,
              PLANTED + "plantedPartWithoutAnMd5IsNotPublished"),
          mutation(
              "a part of the same checksum is taken, although its MD5 differs",
              "planted-part-is-sent-again",
              NEVER,
              PLANTED + "plantedPartOfEqualChecksumIsSentAgain"),
          mutation(
              "an object that another writer made of the upload is published",
              "object-of-a-lost-upload-counts-as-found",
              by("new WriteResult.Written(there.get())"),
              PLANTED + "uploadThatAnotherWriterCompletedIsNotPublished"),
          mutation(
              "a rollback restores a version whose record was changed",
              "rollback-restores-what-served",
              NEVER,
              ATTACKS + "publisherCannotChangeWhatARollbackServes"),
          mutation(
              "metadata is not part of the content",
              "metadata-is-content",
              DROP,
              MEMORY_REPOSITORY + "contentIsWhatItsBytesTypeAndMetadataAre"),
          mutation(
              "the content type is not part of the content",
              "content-type-is-content",
              DROP,
              MEMORY_REPOSITORY + "contentIsWhatItsBytesTypeAndMetadataAre"),
          mutation(
              "an expected revision is not compared",
              "expected-revision-is-compared",
              NEVER,
              MEMORY_REPOSITORY + "expectedRevisionIsRequired"),
          mutation(
              "after a refused move the own one is not recognised",
              "own-move-is-recognised",
              argument(1, NEVER),
              LOST_REPLIES + "ofAReleaseSet"),
          mutation(
              "after a refused move another one's counts as the own",
              "own-move-is-recognised",
              argument(1, ALWAYS),
              MEMORY_REPOSITORY + "ledgerOfManyMoversIsAChain",
              MEMORY_REPOSITORY + "ofMovesThatExpectTheSameRevisionOneIsMade"),
          mutation(
              "slots are given out again at each move",
              "slots-stay-with-their-versions",
              receiver(NOTHING_IN_IT),
              MEMORY_REPOSITORY + "changeOfOneWeightMovesNoKeyBetweenOthers",
              MODEL + "everyCallMatchesTheModel"),
          mutation(
              "the times of a ledger follow the movers' clocks",
              "ledger-times-never-go-back",
              NEVER,
              MEMORY_REPOSITORY + "timesOfTheLedgerNeverGoBack"),
          mutation(
              "a rollback goes to the revision before",
              "rollback-walks-back",
              by("$0($1, $3 - 1, $3)"),
              MEMORY_REPOSITORY + "rollbacksWalkBackStepByStep"),
          mutation(
              "a set that created an alias cannot be taken back",
              "creation-can-be-taken-back",
              NEVER,
              MEMORY_REPOSITORY + "creationThatIsTakenBackFreesItsVersions"),
          mutation(
              "an alias that went back to its first routing is deleted instead",
              "only-the-creating-revision-is-taken-back",
              DROP_FIRST,
              MEMORY_REPOSITORY + "onlyTheRevisionThatCreatedAnAliasIsTakenBackByDeletingIt"),
          mutation(
              "a refused deletion counts as done",
              "refused-deletion-is-told",
              NEVER,
              MEMORY_REPOSITORY + "versionThatAnAliasPointsToIsNotDeleted"),
          mutation(
              "an artifact with aliases is deleted",
              "artifact-with-aliases-stays",
              NEVER,
              MEMORY_REPOSITORY + "artifactWithAliasesIsNotDeleted"),
          mutation(
              "bytes of another digest are handed out",
              "bytes-have-the-recorded-digest",
              NEVER,
              MEMORY_REPOSITORY + "corruptBytesAreNeverHandedOutAsWhole"),
          mutation(
              "a file gets its name before its bytes are verified",
              "bytes-are-verified-before-the-name",
              precededBy("verified-file-gets-its-name"),
              MEMORY_REPOSITORY + "corruptBytesAreNeverHandedOutAsWhole"),
          mutation(
              "an eventual read that misses an alias counts as its deletion",
              "eventual-read-finds-no-deletion-and-no-replay",
              NEVER,
              EVENTUAL_READS + "lateReadDoesNotLookLikeADeletion"),
          mutation(
              "the read after a failed preparation may be late",
              "read-after-failed-preparation-is-strong",
              NEVER,
              EVENTUAL_READS + "readAfterFailedPreparationIsStrong"),
          mutation(
              "a rollout goes back because of one host",
              "one-host-ends-no-rollout",
              DROP_FIRST,
              FLEET_GATE + "oneHostEndsNoRollout"),
          mutation(
              "a fleet that is behind is not waited for",
              "fleet-that-is-behind-is-waited-for",
              NEVER,
              FLEET_GATE + "fleetThatIsBehindIsWaitedFor"),
          mutation(
              "a version that a process serves is deleted",
              "served-version-is-not-deleted",
              NEVER,
              MEMORY_REPOSITORY + "servedVersionIsKept"),
          mutation(
              "a shard with too many reports gets more",
              "crowded-shard-samples",
              NEVER,
              REPORTING + "crowdedShardIsSampled"),
          mutation(
              "a process that is not of the sample reports",
              "process-below-the-level-does-not-report",
              NEVER,
              REPORTING + "processBelowTheLevelDoesNotReport"),
          mutation(
              "an expired report counts until the store removes it",
              "report-expires-by-time",
              DROP_FIRST,
              REPORTING + "reportCountsUntilItExpires"),
          mutation(
              "a version is reported as not ready although a later revision is used",
              "only-failures-of-a-later-revision-are-reported",
              ALWAYS,
              MEMORY_REPOSITORY + "versionThatCannotBePreparedIsReported"),
          mutation(
              "an older revision that arrives late is routed by",
              "older-revision-is-ignored",
              NEVER,
              FOLLOWING + "anOlderRevisionThatArrivesLateIsIgnored"),
          mutation(
              "what $LATEST was before comes back under the same revision",
              "older-latest-is-ignored",
              NEVER,
              FOLLOWING + "anOlderLatestWhosePreparationTakesLongerIsIgnored"),
          mutation(
              "bytes are removed before the number has its tombstone",
              "tombstone-comes-before-the-removal",
              SWAP,
              GC + "versionCommittedAfterThePlanIsSpared"),
          mutation(
              "bytes are removed whatever the tombstone met",
              "tombstone-comes-before-the-removal",
              left(by("($ || true)")),
              GC + "versionCommittedAfterThePlanIsSpared"),
          mutation(
              "bytes of a deleted version are removed before it is expired",
              "expiry-comes-before-the-removal",
              SWAP,
              GC + "versionRestoredAfterThePlanIsSpared"),
          mutation(
              "a version deleted again while it is expired has no window",
              "version-deleted-anew-has-its-window",
              NULL,
              GC + "versionDeletedAgainGetsANewWindow"),
          mutation(
              "an upload is removed before it has its tombstone",
              "upload-tombstone-comes-before-the-removal",
              SWAP,
              GC + "uploadThatBecomesTheWorkingCopyAfterThePlanIsSpared"),
          mutation(
              "the grace period is not waited for",
              "grace-period-is-waited-for",
              NEVER,
              GC + "bytesOfADeadPublishAreCollectedAfterTheGracePeriod"),
          mutation(
              "bytes of a number that was never given are removed",
              "number-to-come-is-not-touched",
              ALWAYS,
              GC + "bytesUnderANumberThatWasNeverGivenAreNotTouched"),
          mutation(
              "a slow clock of a deleter ends the undelete window at once",
              "window-begins-after-the-bytes",
              NEVER,
              GC + "slowClockOfADeleterFreesNothingReferencedOrRecent"),
          mutation(
              "others' objects under latest/ are removed",
              "foreign-object-under-latest-is-kept",
              argument(1, ALWAYS),
              GC + "objectsThatAreNotOfTheLibraryAreNotTouched"),
          mutation(
              "PutObject has no If-None-Match",
              "object-is-written-once",
              DROP,
              EMBEDDED_BLOBS + "occupiedKeyKeepsItsBlobAndReturnsItsOwner",
              REQUESTS + "objectSentWholeIsWrittenOnceUnderItsDigest"),
          mutation(
              "PutObject has no SHA-256",
              "object-has-its-sha-256",
              DROP,
              REQUESTS + "objectSentWholeIsWrittenOnceUnderItsDigest"),
          mutation(
              "UploadPart has no CRC-32C",
              "part-has-its-crc-32c",
              DROP,
              REQUESTS + "objectSentInPartsIsWrittenOnceUnderTheChecksumsOfPartsAndWhole"),
          mutation(
              "a failed If-None-Match is taken for a conflict",
              "occupied-key-is-told",
              EMPTY_OPTIONAL,
              LOST_REPLIES + "ofPutObject"),
          mutation(
              "CompleteMultipartUpload has no If-None-Match",
              "object-in-parts-is-written-once",
              DROP,
              EMBEDDED_BLOBS + "occupiedKeyKeepsItsBlobAndReturnsItsOwner",
              REQUESTS + "objectSentInPartsIsWrittenOnceUnderTheChecksumsOfPartsAndWhole"),
          mutation(
              "CompleteMultipartUpload has no CRC-32C of the whole",
              "object-in-parts-has-its-crc-32c",
              DROP,
              REQUESTS + "objectSentInPartsIsWrittenOnceUnderTheChecksumsOfPartsAndWhole"),
          mutation(
              "an upload that is gone is not looked for after a lost reply",
              "completed-upload-is-looked-for",
              DROP,
              INJECTED + "uploadThatATryWithoutAReplyCompletedIsDone"),
          mutation(
              "CopyObject takes whatever its source is by now",
              "copy-is-of-the-source-that-was-seen",
              DROP,
              EMBEDDED_BLOBS + "sourceThatWasReplacedIsNotCopied"),
          mutation(
              "CopyObject has no If-None-Match",
              "copy-is-written-once",
              DROP,
              REQUESTS + "streamIsWrittenTheSameWayAndCopiedOnce"),
          mutation(
              "a part that is not what was hashed is sent",
              "only-parts-that-were-hashed-are-sent",
              NEVER,
              LARGE_BLOBS + "contentThatChangesAfterItWasHashedIsRefused"),
          mutation(
              "one attempt gets two numbers",
              "attempt-gets-one-number",
              DROP,
              MEMORY_ITEMS + "sameAttemptGetsNoSecondNumber"),
          mutation(
              "the content of the newest version gets a number of its own",
              "same-content-gets-no-number",
              HOLDS_ALWAYS,
              MEMORY_ITEMS + "sameContentIsRefusedWithTheExistingNumber"),
          mutation(
              "a number is given though the last one is not the one seen",
              "number-follows-the-one-seen",
              HOLDS_ALWAYS,
              MEMORY_ITEMS + "contentIsRefusedIfTheLastNumberIsNotTheOneSeen",
              MEMORY_ITEMS + "ofReservationsAfterTheSameNumberOneIsGranted"),
          mutation(
              "a commit takes a number that is taken",
              "committed-number-is-not-taken",
              argument(2, HOLDS_ALWAYS),
              MEMORY_ITEMS + "abandonedNumberCanNeverBeCommitted"),
          mutation(
              "a commit with a key does not report that its number is taken",
              "taken-number-is-told-first",
              NEVER,
              MEMORY_ITEMS + "takenNumberTakesPrecedenceOverTakenKey",
              MEMORY_ITEMS + "takenNumberKeepsItsVersionAndRecordsNoKey"),
          mutation(
              "a version is committed though its idempotency key is taken",
              "taken-key-keeps-the-version-out",
              argument(2, HOLDS_ALWAYS),
              MEMORY_ITEMS + "takenKeyKeepsTheVersionOut"),
          mutation(
              "a version that aliases refer to is deleted",
              "version-in-use-is-not-deleted",
              DROP,
              MEMORY_ITEMS + "versionThatIsReferredToCannotBeDeleted"),
          mutation(
              "a version changes its state from any other",
              "state-changes-from-the-one-named",
              DROP_LAST_CALL,
              MEMORY_ITEMS + "versionThatIsNotInTheOldStateStaysAsItIs"),
          mutation(
              "a tombstone takes the place of a version",
              "tombstone-takes-no-version",
              argument(2, HOLDS_ALWAYS),
              MEMORY_ITEMS + "committedNumberCannotBeAbandoned"),
          mutation(
              "an alias moves from any revision",
              "alias-moves-from-the-expected-revision",
              HOLDS_ALWAYS,
              MEMORY_ITEMS + "moveFromAnotherRevisionReturnsTheCurrentAlias"),
          mutation(
              "an alias gains a version that is not active",
              "alias-gains-active-versions-only",
              HOLDS_ALWAYS,
              MEMORY_ITEMS + "versionsThatAreNotActiveAreNamed",
              MEMORY_ITEMS + "versionIsDeletedOrPointedToNeverBoth"),
          mutation(
              "a version of which no state is stored is not active",
              "absent-state-is-active",
              argument(1, by("$1")),
              MEMORY_ITEMS + "createdAliasHasItsRowAndItsReference"),
          mutation(
              "a version in any state is active",
              "absent-state-is-active",
              DROP,
              MEMORY_ITEMS + "versionsThatAreNotActiveAreNamed",
              MEMORY_ITEMS + "versionThatIsNotInTheOldStateStaysAsItIs"),
          mutation(
              "the newest version is found by records that are older than the states",
              "states-are-read-before-records",
              SWAP,
              STATES + "versionPublishedBeforeTheNewestIsDeletedIsFound"),
          mutation(
              "the newest record is the newest version though it was restored just now",
              "restored-version-is-looked-at-twice",
              DROP,
              STATES + "restoredNewestRecordIsReadTwice"),
          mutation(
              "the deletion of a number without a version leaves a state",
              "number-without-a-version-gets-no-state",
              ALWAYS,
              STATES + "deletingANumberWithoutAVersionWritesNothing"),
          mutation(
              "a state without a version is not reported",
              "state-without-a-version-is-reported",
              ALWAYS,
              FSCK + "stateWithoutAVersionIsFound"),
          mutation(
              "a version that an alias leaves stays counted",
              "references-are-counted",
              argument(1, argument(2, by("Math.max($, 0)"))),
              MEMORY_ITEMS + "referencesGoUpAndDownExactly"),
          mutation(
              "a version that an alias gains is not counted",
              "references-are-counted",
              argument(1, argument(2, by("Math.min($, 0)"))),
              MEMORY_ITEMS + "referencesGoUpAndDownExactly"),
          mutation(
              "a move writes no ledger row",
              "move-writes-its-ledger-row",
              DROP,
              MEMORY_ITEMS + "createdAliasHasItsRowAndItsReference"),
          mutation(
              "a ledger row is written over",
              "move-writes-its-ledger-row",
              argument(1, argument(2, HOLDS_ALWAYS)),
              REQUESTS + "rowOfALedgerIsNeverWrittenOver"),
          mutation(
              "a conflict of transactions is taken for a refusal",
              "conflict-is-no-refusal",
              NEVER,
              INJECTED + "transactionConflictOfAMoveIsTriedAgain"),
          mutation(
              "the working copy is swapped from any revision",
              "copy-is-swapped-from-its-revision",
              HOLDS_ALWAYS,
              MEMORY_ITEMS + "copyOfAnotherRevisionReturnsTheCurrentOne"),
          mutation(
              "a collected upload becomes the working copy",
              "collected-upload-becomes-no-copy",
              argument(2, HOLDS_ALWAYS),
              MEMORY_ITEMS + "abandonedUploadCannotBecomeTheCopy"),
          mutation(
              "the upload of the working copy gets a tombstone",
              "upload-of-the-copy-is-kept",
              argument(2, HOLDS_ALWAYS),
              MEMORY_ITEMS + "uploadThatIsTheCopyCannotBeAbandoned"),
          mutation(
              "an item is read as it may have been",
              "item-is-read-strongly",
              argument(1, NEVER),
              REQUESTS + "everyReadOfTheTableIsStronglyConsistent"),
          mutation(
              "contention after a lost reply is taken for nothing written",
              "contention-after-a-lost-reply-is-open",
              NEVER,
              INJECTED + "contentionAfterALostReplyThatDoesNotEndLeavesTheOutcomeOpen"),
          mutation(
              "a forgotten idempotency key keeps its version",
              "forgotten-key-stands-for-nothing",
              DROP,
              TAKEN_KEY + "forgottenKeyIsIgnored"),
          mutation(
              "a large download of another digest is kept",
              "download-of-another-digest-is-thrown-away",
              ALWAYS,
              TRANSFER + "damagedPartFileIsFetchedAgain"),
          mutation(
              "what has come of a download that fails is lost",
              "interrupted-download-is-kept",
              DROP_CATCH,
              TRANSFER + "failedDownloadIsContinuedByTheNextOne",
              TRANSFER + "interruptedDownloadEndsSoonAndIsContinued"),
          mutation(
              "a moment without the store ends a download",
              "download-waits-for-the-store",
              ALWAYS,
              TRANSFER + "outageIsWaitedOutForAsLongAsTheContentionTimeout"),
          mutation(
              "an interrupt does not end a read that hangs",
              "interrupt-ends-a-read-that-hangs",
              DROP,
              TRANSFER + "interruptedDownloadEndsSoonAndIsContinued"),
          mutation(
              "downloads that began at once stay too much for a cache",
              "cache-is-trimmed-after-each-download",
              DROP,
              ARTIFACT_CACHES + "concurrentFetchesExceedTheLimitOnlyTemporarily"),
          mutation(
              "what a download left is counted twice in a cache",
              "what-is-there-is-counted-once",
              receiver(argument(1, ALWAYS)),
              ARTIFACT_CACHES + "leftoverPartFileIsCountedOnce"),
          mutation(
              "a date in the future keeps a file in a cache",
              "use-in-the-future-counts-as-now",
              ALWAYS,
              ARTIFACT_CACHES + "fileDatedInTheFutureMayBeEvicted"),
          mutation(
              "a copy in parts is completed without a checksum",
              "copy-in-parts-has-its-checksum",
              argument(2, NULL),
              REQUESTS + "copyInPartsIsCompletedWithTheStoresChecksums"),
          mutation(
              "parts that a store does not copy make a publish fail",
              "refused-copy-in-parts-is-streamed",
              DROP_FIRST,
              INJECTED + "copyInPartsThatTheStoreRefusesIsStreamed"),
          mutation(
              "a publish of $LATEST fails where a bucket policy refuses CopyObject",
              "refused-copy-object-is-copied-in-parts",
              NEVER,
              INJECTED + "copyObjectThatAPolicyRefusesIsMadeInParts"),
          mutation(
              "a version that shrinks gives up its lowest slots",
              "version-that-shrinks-keeps-its-lowest-slots",
              SWAP,
              MEMORY_REPOSITORY + "growingCanaryOnlyTakesKeysIn",
              MEMORY_REPOSITORY + "shrunkCanaryGetsTheSameKeysBack"),
          mutation(
              "a long reason is cut in the middle of a character",
              "text-is-cut-between-characters",
              argument(2, NEVER),
              "PlainTextTest#textIsCutBetweenCharacters",
              "RolloutTest#longReasonIsCutBetweenCharacters"),
          mutation(
              "half a surrogate pair is shown as it is",
              "half-of-a-pair-is-escaped",
              by("$ && !Character.isSurrogate((char) $1)"),
              "PlainTextTest#halfOfAPairIsEscaped"),
          mutation(
              "plain HTTP leaves the machine although it is refused",
              "plain-http-stays-on-the-machine",
              NEVER,
              "PlainHttpTest#plainHttpEndpointIsRefusedWhereItIsSet"),
          mutation(
              "a state file gives $LATEST the bytes of another artifact",
              "kept-latest-is-of-the-alias",
              NEVER,
              STATE_FILES + "latestOfAnotherArtifactIsNotUsed"),
          mutation(
              "an alias is read whose slots no version owns",
              "slots-of-a-record-belong-to-versions",
              NEVER,
              OUTAGES + "aBadItemIsNotRoutedBy",
              "DamagedItemsTest#slotsThatDoNotFitTheRoutingAreRefused"),
          mutation(
              "a rollout goes from a version to itself",
              "rollout-has-two-versions",
              NEVER,
              "DamagedItemsTest#rolloutOfAVersionFromItselfIsReported"),
          mutation(
              "a read that is overdue keeps its thread from the others",
              "overdue-read-gets-a-stand-in",
              NEVER,
              OUTAGES + "hangingReadsKeepFewThreadsAndSayTwoLines"),
          mutation(
              "each alias of an outage has a line of its own",
              "outage-is-told-once",
              ALWAYS,
              OUTAGES + "failingReadsLogTwoLines"),
          mutation(
              "a state file that others may write is used",
              "state-file-of-others-is-not-used",
              NEVER,
              STATE_FILES + "fileWritableByOthersIsNotUsed"),
          mutation(
              "a state file of the future is used",
              "state-file-of-the-future-is-not-used",
              NEVER,
              STATE_FILES + "aFileOfTheFutureIsNotUsed"),
          mutation(
              "a query sees what may have been",
              "query-reads-strongly",
              argument(1, NEVER),
              REQUESTS + "everyReadOfTheTableIsStronglyConsistent"),
          mutation(
              "of several refused writes one is reported",
              "every-refused-write-is-told",
              by("$; break"),
              DIFFERENTIAL),
          mutation(
              "at most is less than",
              "at-most-is-not-less-than",
              argument(2, by("\" < \"")),
              DIFFERENTIAL),
          mutation(
              "an attribute that exists is set though it must not be",
              "attribute-is-set-if-it-is-missing",
              as("attribute-is-set-whatever-it-was"),
              DIFFERENTIAL),
          mutation(
              "a transaction that is refused writes the rest",
              "refused-transaction-writes-nothing",
              precededBy("whole-transaction-is-written"),
              DIFFERENTIAL),
          mutation(
              "texts are compared in Java's order",
              "texts-are-ordered-by-their-bytes",
              left(by("$1.compareTo($2)")),
              MEMORY_ITEMS + "textsAreComparedByTheirBytes"),
          mutation(
              "bytes after the recorded ones are not noticed",
              "no-byte-follows-the-recorded-ones",
              NEVER,
              WRONG_SIZE + "noMoreIsTakenThanWasRecordedAndOne"),
          mutation(
              "fewer bytes than recorded are enough",
              "no-recorded-byte-is-missing",
              NEVER,
              WRONG_SIZE + "wrongSizeIsCorruptContent"),
          mutation(
              "a cache takes a right file for harmed when a record has another size",
              "right-file-of-a-wrong-record-stays",
              NEVER,
              WRONG_SIZE + "wrongSizeHarmsNoSharedFileOfACache"),
          mutation(
              "a part of another user is taken",
              "part-is-of-the-same-user",
              DROP,
              PART_FILES + "partOfAnotherUserIsNotTaken"),
          mutation(
              "a part that others may write is taken",
              "others-may-not-write-the-part",
              DROP_FIRST,
              PART_FILES + "partWritableByOthersIsNotTaken"),
          mutation(
              "a part with a second name is taken",
              "part-has-no-second-name",
              DROP,
              PART_FILES + "linksAreNotTaken"),
          mutation(
              "a finished file stays private",
              "finished-file-has-its-usual-mode",
              DROP,
              PART_FILES + "onlyThePartIsPrivate"),
          mutation(
              "bytes may come as slowly as they like",
              "bytes-come-fast-enough",
              NEVER,
              SLOW_STORE + "byteASecondEndsAReadAndASmallDownload"),
          mutation(
              "a range takes the beginning of a blob for its own bytes",
              "range-ends-where-it-was-asked-to",
              NEVER,
              SLOW_STORE + "storeThatSendsAllForEachRangeIsNamed"),
          mutation(
              "a cache takes a folder that others may write to",
              "others-may-not-write-the-cache",
              NEVER,
              CACHE_FOLDERS + "folderWritableByOthersIsRefused"),
          mutation(
              "a cache follows a link out of its folder",
              "cache-follows-no-links",
              NEVER,
              CACHE_FOLDERS + "linksAreNotFollowedOutOfTheFolder"),
          mutation(
              "a publisher chooses the folder of a download",
              "local-name-has-no-folder",
              argument(1, ZERO),
              CONTENTS + "localFileNameIsTheLastPartOrNone"),
          mutation(
              "a rollback after a move that ended a rollout lands in it",
              "rollback-goes-before-the-rollout",
              BRANCH_NEVER,
              MEMORY_REPOSITORY + "rollbackAfterAMoveThatEndedARolloutGoesBeforeIt"),
          mutation(
              "a rollout that was begun again cannot be undone",
              "rollout-begun-anew-can-be-undone",
              ZERO,
              MEMORY_REPOSITORY + "wholeCanaryIsPromotedAndUndoneAsOneChange"),
          mutation(
              "a move does not say which rollout it ended",
              "move-tells-the-rollout-it-ended",
              argument(1, argument(3, EMPTY_OPTIONAL)),
              MEMORY_REPOSITORY + "moveReportsTheRolloutItEnded"),
          mutation(
              "the event of a rollback has a rollout that went back before",
              "move-tells-the-rollout-it-ended",
              argument(1, argument(2, EMPTY_OPTIONAL)),
              "EventsTest#laterRollbackHasNoRollout"),
          mutation(
              "a strategy waits at a weight that it does not have",
              "wait-is-at-the-weight-of-a-step",
              NEVER,
              "StrategyWaitsTest#waitsAreAtTheWeightsOfSteps"),
          mutation(
              "a tick passes a wait without an approval",
              "tick-waits-for-an-approval",
              BRANCH_NEVER,
              MEMORY_REPOSITORY + "rolloutWaitsForAnApprovalHoweverLate"),
          mutation(
              "an advance passes a wait without an approval",
              "advance-passes-no-wait",
              BRANCH_NEVER,
              MEMORY_REPOSITORY + "advancePassesNoWait"),
          mutation(
              "an advance makes a step that its caller has not seen",
              "advance-makes-the-step-that-was-seen",
              NEVER,
              "SteeringRacesTest#advanceMakesNoStepThatItsCallerHasNotSeen"),
          mutation(
              "an approval counts for a weight that its caller has not seen",
              "approval-is-of-the-weight-that-was-seen",
              NEVER,
              "SteeringRacesTest#approvalCountsForTheWeightThatWasSeen"),
          mutation(
              "the actor who started a rollout approves it, although another must",
              "another-approves-if-the-plan-demands-it",
              NEVER,
              MEMORY_REPOSITORY + "planDemandsTheApprovalOfAnother"),
          mutation(
              "a frozen alias is moved without a word",
              "frozen-alias-is-not-moved",
              NEVER,
              MEMORY_REPOSITORY + "frozenAliasRefusesEveryMove"),
          mutation(
              "a description ends a freeze",
              "freeze-outlasts-other-changes",
              EMPTY_OPTIONAL,
              MEMORY_REPOSITORY + "whatMovesNoTrafficIsAllowed"),
          mutation(
              "a tick fails while the alias is frozen",
              "tick-waits-for-the-end-of-a-freeze",
              BRANCH_NEVER,
              MEMORY_REPOSITORY + "ticksWaitForTheEndOfTheFreeze"),
          mutation(
              "a freeze keeps users on an unhealthy version",
              "freeze-holds-no-rollout-at-a-bad-version",
              argument(2, by("false")),
              MEMORY_REPOSITORY + "unhealthyVersionGoesBackDuringAFreeze"),
          mutation(
              "a version of another repository is taken by its number",
              "version-is-of-this-repository",
              NEVER,
              MEMORY_REPOSITORY + "versionOfAnotherRepositoryIsRefused"),
          mutation(
              "a key gives a version that was deleted",
              "key-gives-no-deleted-version",
              argument(1, OF_ANY_STATE),
              MEMORY_REPOSITORY + "keyOfADeletedVersionReportsTheDeletion"),
          mutation(
              "missing bytes count as a version that does not exist",
              "missing-bytes-are-corrupt-content",
              ALWAYS,
              MEMORY_REPOSITORY + "missingObjectOfAVersionIsCorruptContent"),
          mutation(
              "a gate that returns null is not refused",
              "gate-returns-no-null",
              NEVER,
              "RolloutTest#gateThatReturnsNullIsRefused"),
          mutation(
              "no ticker finds a rollout under way",
              "rollout-under-way-is-listed",
              NEVER,
              "RolloutTickerTest#rolloutGoesToItsEndByTicksOfAllAlone",
              MEMORY_REPOSITORY + "rolloutIsListedWhileItIsUnderWay"),
          mutation(
              "the list of rollouts leaves out aliases where a page ends",
              "page-of-rollouts-has-whole-artifacts",
              DROP,
              "RolloutTickerTest#allAliasesAreListedWhateverThePageSize"),
          mutation(
              "items of other partitions are listed as rollouts",
              "only-an-alias-rolls-out",
              DROP,
              "RolloutTickerTest#itemsOfOthersInTheIndexAreNoRollouts"),
          mutation(
              "a rollout that no ticker finds is not reported",
              "wrongly-listed-rollout-is-reported",
              NEVER,
              FSCK + "rolloutThatNoTickerFindsIsReported"),
          mutation(
              "a rollout that names no gate is ticked by any gate",
              "unnamed-gate-is-no-open-gate",
              NEVER,
              "RolloutTickerTest#tickerMovesOnlyWhatItsGatesMayJudge"),
          mutation(
              "a rollout whose gate is missing goes back or on",
              "tick-without-its-gate-does-nothing",
              DROP_CATCH,
              "RolloutTickerTest#tickerMovesOnlyWhatItsGatesMayJudge"),
          mutation(
              "a driver answers with an older rollout's end",
              "end-of-an-older-rollout-is-not-the-end",
              NEVER,
              "RolloutDriverTest#endOfAnOlderRolloutIsNotTheEnd"),
          mutation(
              "prune deletes what a rollback needs",
              "prune-keeps-what-a-rollback-needs",
              NEVER,
              "PruneTest#versionsThatARollbackNeedsAreKept"),
          mutation(
              "a table that was restored under its name is taken for the old one",
              "table-restored-under-its-name-is-another",
              by("\"\""),
              "TableIdentityTest#tableRestoredUnderItsNameIsAnother"),
          mutation(
              "prune judges by the aliases that it can read",
              "decision-needs-every-alias",
              by("(key, why) -> {}"),
              "DamagedItemsTest#artifactIsNotPrunedByAPartOfItsRecords"),
          mutation(
              "prune judges by the rows of a ledger that it can read",
              "decision-needs-every-row",
              by("(key, why) -> {}"),
              "DamagedItemsTest#artifactIsNotPrunedByAPartOfItsRecords"),
          mutation(
              "a record that cannot be read ends the prune of all artifacts",
              "prune-continues-with-other-artifacts",
              RETHROW,
              "DamagedItemsTest#artifactIsNotPrunedByAPartOfItsRecords"),
          mutation(
              "a record that cannot be read ends a list by label",
              "unreadable-record-hides-no-other",
              RETHROW,
              "DamagedItemsTest#versionThatCannotBeReadIsLeftOutOfALabelsList"),
          mutation(
              "a version in the table of another place is signed",
              "signature-stays-in-its-own-place",
              DROP,
              "OwnPlaceTest#writesOfItemsOfAnotherPlaceAreRefused"),
          mutation(
              "an attestation is attached in the table of another place",
              "attestation-stays-in-its-own-place",
              DROP,
              "OwnPlaceTest#writesOfItemsOfAnotherPlaceAreRefused"),
          mutation(
              "a record of another place's table is set aside",
              "record-is-set-aside-in-its-own-place",
              DROP,
              "OwnPlaceTest#writesOfItemsOfAnotherPlaceAreRefused"),
          mutation(
              "null is taken for an argument",
              "null-is-no-argument",
              DROP,
              "NullArgumentsTest#everyPublicDoorRefusesNullByName"),
          mutation(
              "a record that was repaired meanwhile is set aside",
              "repaired-record-stays",
              NEVER,
              SET_ASIDE + "recordThatWasRepairedConcurrentlyStays"),
          mutation(
              "a record of a newer library is set aside",
              "newer-record-is-not-set-aside",
              NEVER,
              SET_ASIDE + "recordOfANewerLibraryIsNotSetAside"),
          mutation(
              "the bytes of a version that was set aside are removed",
              "bytes-of-a-record-set-aside-are-kept",
              precededBy("tombstone-comes-before-the-removal"),
              SET_ASIDE + "versionIsNoVersionAndKeepsItsBytes"),
          mutation(
              "the revisions of an alias that is set aside begin again",
              "revisions-go-on-after-a-replacement",
              argument(1, ZERO),
              SET_ASIDE + "revisionsContinueWithoutTheRevisionAttribute"),
          mutation(
              "a version of other content is unchanged",
              "unchanged-version-has-the-same-content",
              DROP_LAST,
              OTHER_BYTES + "versionOfOtherContentIsNotUnchanged"),
          mutation(
              "a version of other content is replayed",
              "replayed-version-has-the-same-content",
              NEVER,
              OTHER_BYTES + "versionOfOtherContentIsNotReplayed"),
          mutation(
              "a committed record of other content is the caller's",
              "own-commit-has-the-same-content",
              DROP,
              OTHER_BYTES + "committedRecordOfOtherContentIsNotTheCallers"),
          mutation(
              "a size that is only recorded removes other files",
              "recorded-size-removes-nothing",
              precededBy("room-is-made-when-the-disk-is-full"),
              WRONG_SIZE + "wrongSizeThatFitsRemovesNoOtherFile"),
          mutation(
              "every alias has a line of its own when a permission is lost",
              "lost-permission-is-an-outage",
              by("$ && {refused-setting-is-reported}"),
              OUTAGES + "failingReadsLogTwoLines"),
          mutation(
              "a number with a foreign object is not recorded as given up",
              "number-with-a-foreign-object-is-given-up",
              DROP,
              GIVEN_UP + "keyedPublishTakesTheNextNumber"),
          mutation(
              "another publish's object is taken for a foreign file",
              "object-of-another-publish-is-not-skipped",
              NEVER,
              GIVEN_UP + "anotherAttemptsObjectIsASuspectedRestore"),
          mutation(
              "any number of foreign objects in a row is skipped",
              "few-foreign-objects-are-skipped",
              BRANCH_NEVER,
              GIVEN_UP + "severalForeignObjectsInARowAreASuspectedRestore"),
          mutation(
              "a foreign object ends the publish",
              "few-foreign-objects-are-skipped",
              BRANCH_ALWAYS,
              GIVEN_UP + "keyedPublishTakesTheNextNumber",
              MEMORY_REPOSITORY + "foreignObjectCostsANumberAndNotTheKey"),
          mutation(
              "a number is given up that holds a version",
              "given-up-number-holds-no-version",
              argument(2, HOLDS_ALWAYS),
              MEMORY_ITEMS + "committedNumberCannotBeGivenUp"),
          mutation(
              "the object of a number that was given up is garbage",
              "object-of-a-given-up-number-is-kept",
              ALWAYS,
              GIVEN_UP + "objectOfAGivenUpNumberIsRemovedOnlyIfAskedFor"),
          mutation(
              "a foreign object under a reserved number is garbage",
              "foreign-object-under-a-number-is-kept",
              left(receiver(argument(1, ALWAYS))),
              GIVEN_UP + "foreignObjectUnderAReservedNumberIsKept"),
          mutation(
              "fsck does not list the objects of numbers that were given up",
              "object-of-a-given-up-number-is-listed",
              NEVER,
              GIVEN_UP + "fsckListsObjectsOfGivenUpNumbers"),
          mutation(
              "an object of another attempt under another file name takes no number",
              "number-belongs-to-one-attempt",
              argument(1, NEVER),
              GIVEN_UP + "numberBelongsToOneAttemptWhateverTheFileName"),
          mutation(
              "the own object of a number that is given up stays",
              "own-object-goes-with-its-number",
              NEVER,
              GIVEN_UP + "numberBelongsToOneAttemptWhateverTheFileName"),
          mutation(
              "what others add beside a version is removed",
              "object-of-others-beside-a-version-is-kept",
              NEVER,
              GC + "objectsThatAreNotOfTheLibraryAreNotTouched"),
          mutation(
              "a key may end with two dots",
              "key-is-not-dots-only",
              NEVER,
              "KeyFileNameTest#unsafeCharactersBecomeUnderscores"),
          mutation(
              "the item of an alias grows with the records of its versions",
              "alias-item-has-a-largest-size",
              ALWAYS,
              "AliasSizeTest#largeRecordsAreReadFromTheirVersions"),
          mutation(
              "an alias serves what its version's record says by now",
              "alias-serves-what-it-was-pointed-at",
              NEVER,
              "AliasSizeTest#recordThatDiffersFromItsAliasIsRefused"));

  static final List<Mutation> ALL =
      Stream.of(
              OF_RULES,
              PromiseMutations.ALL,
              TrustMutations.ALL,
              AttestationMutations.ALL,
              CopyMutations.ALL,
              DirectoryMutations.ALL,
              LabelMutations.ALL,
              LiveMutations.ALL,
              OverrideMutations.ALL,
              GateMutations.ALL)
          .flatMap(List::stream)
          .toList();

  private Mutations() {}
}
