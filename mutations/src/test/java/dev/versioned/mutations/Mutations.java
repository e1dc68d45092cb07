package dev.versioned.mutations;

import static dev.versioned.mutations.Mutation.mutation;

import dev.versioned.mutations.Mutation.Source;
import java.util.List;
import java.util.stream.Stream;

/** The mutations, by the class that each one changes. A new rule comes with one of its own. */
final class Mutations {
  private static final String MEMORY_BLOBS = "dev.versioned.testkit.contract.MemoryBlobStoreTest#";
  private static final String MEMORY_ITEMS = "dev.versioned.testkit.contract.MemoryItemStoreTest#";
  private static final String MEMORY_REPOSITORY =
      "dev.versioned.testkit.contract.MemoryRepositoryTest#";
  private static final String GIVEN_UP = "dev.versioned.GivenUpNumberTest#";
  private static final String MODEL = "dev.versioned.testkit.contract.RepositoryModelTest#";
  private static final String EMBEDDED_BLOBS = "dev.versioned.contract.EmbeddedBlobStoreTest#";
  private static final String DIFFERENTIAL =
      "dev.versioned.s3dynamo.ItemStoreDifferentialTest#memoryAndDynamoDbDoTheSame";
  private static final String GC = "dev.versioned.maintenance.GcTest#";
  private static final String TRANSFER = "dev.versioned.TransferTest#";
  private static final String FOLLOWING = "dev.versioned.LiveAliasTest#";
  private static final String TAKEN_KEY = "dev.versioned.TakenKeyTest#";
  private static final String LOST_REPLIES = "dev.versioned.s3dynamo.LostRepliesOnTheWireTest#";
  private static final String INJECTED = "dev.versioned.s3dynamo.InjectedAnswersTest#";
  private static final String REQUESTS = "dev.versioned.s3dynamo.RequestsTest#";
  private static final String ARTIFACT_CACHES = "dev.versioned.cache.ArtifactCacheTest#";
  private static final String CACHE_FOLDERS = "dev.versioned.cache.CacheFolderTest#";
  private static final String WRONG_SIZE = "dev.versioned.WrongSizeTest#";
  private static final String SLOW_STORE = "dev.versioned.SlowStoreTest#";
  private static final String PART_FILES = "dev.versioned.internal.transfer.PartFileTest#";
  private static final String CONTENTS = "dev.versioned.ContentTest#";
  private static final String LARGE_BLOBS = "dev.versioned.s3dynamo.LargeBlobsTest#";

  private static final String OTHER_BYTES = "dev.versioned.OtherBytesTest#";
  private static final String SET_ASIDE = "dev.versioned.maintenance.SetAsideTest#";
  private static final Source ASIDE =
      new Source("core", "dev.versioned.internal.catalog.AsidePartition");
  private static final String OUTAGES = "dev.versioned.internal.live.OutageTest#";
  private static final String STATE_FILES = "dev.versioned.internal.live.AliasFileTest#";

  private static final Source READERS = new Source("core", "dev.versioned.internal.live.Readers");
  private static final Source OUTAGE = new Source("core", "dev.versioned.internal.live.Outage");
  private static final Source OWN_FILE = new Source("core", "dev.versioned.internal.live.OwnFile");
  private static final Source ALIAS_FILE =
      new Source("core", "dev.versioned.internal.live.AliasFile");
  private static final Source MEMORY_BLOB_STORE =
      new Source("core", "dev.versioned.memory.MemoryBlobStore");
  private static final Source MEMORY_ITEM_STORE =
      new Source("core", "dev.versioned.memory.MemoryItemStore");
  private static final Source CONDITIONS = new Source("core", "dev.versioned.memory.Conditions");
  private static final Source DRAFT = new Source("core", "dev.versioned.internal.publish.Draft");
  private static final Source PUBLISHER =
      new Source("core", "dev.versioned.internal.publish.Publisher");
  private static final Source NUMBERING =
      new Source("core", "dev.versioned.internal.publish.Numbering");
  private static final Source STAGER = new Source("core", "dev.versioned.internal.publish.Stager");
  private static final Source FINGERPRINT =
      new Source("core", "dev.versioned.internal.record.Fingerprint");
  private static final Source ALIAS_PLANNER =
      new Source("core", "dev.versioned.internal.alias.AliasPlanner");
  private static final Source RANGED_DOWNLOAD =
      new Source("core", "dev.versioned.internal.transfer.RangedDownload");
  private static final Source BREAKER =
      new Source("core", "dev.versioned.internal.transfer.Breaker");
  private static final Source ARTIFACT_CACHE =
      new Source("core", "dev.versioned.cache.ArtifactCache");
  private static final Source CACHE_DIRECTORY =
      new Source("core", "dev.versioned.cache.CacheDirectory");
  private static final Source DOWNLOADER =
      new Source("core", "dev.versioned.internal.transfer.Downloader");
  private static final Source PART_FILE =
      new Source("core", "dev.versioned.internal.transfer.PartFile");
  private static final Source PRIVATE_FILE =
      new Source("core", "dev.versioned.internal.transfer.PrivateFile");
  private static final Source LEAST_RATE =
      new Source("core", "dev.versioned.internal.transfer.LeastRate");
  private static final Source METADATA = new Source("core", "dev.versioned.internal.Metadata");
  private static final Source FOLDER_TRUST = new Source("core", "dev.versioned.cache.FolderTrust");
  private static final Source ALIAS_MOVER =
      new Source("core", "dev.versioned.internal.alias.AliasMover");
  private static final Source DELETER = new Source("core", "dev.versioned.internal.alias.Deleter");
  private static final Source VERIFIED_STREAM =
      new Source("core", "dev.versioned.internal.transfer.VerifiedStream");
  private static final Source LIVE_SNAPSHOT =
      new Source("core", "dev.versioned.internal.live.LiveSnapshot");
  private static final Source SLOTS = new Source("core", "dev.versioned.model.Slots");
  private static final Source WORKING_COPIES =
      new Source("core", "dev.versioned.internal.publish.WorkingCopies");
  private static final Source PLAIN_TEXT = new Source("core", "dev.versioned.internal.PlainText");
  private static final Source PLAIN_HTTP =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.PlainHttp");
  private static final Source TAKEN_NUMBERS =
      new Source("core", "dev.versioned.internal.publish.TakenNumbers");
  private static final Source SWEEP =
      new Source("core", "dev.versioned.internal.maintenance.Sweep");
  private static final Source WHOLE_WRITER =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.WholeWriter");
  private static final Source PART_SENDER =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.PartSender");
  private static final Source MULTIPART_UPLOAD =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.MultipartUpload");
  private static final Source BLOB_COPIER =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.BlobCopier");
  private static final Source PART_CONTENT =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.PartContent");
  private static final Source ARTIFACT_COUNTER =
      new Source("core", "dev.versioned.internal.catalog.ArtifactCounter");
  private static final Source VERSION_PARTITION =
      new Source("core", "dev.versioned.internal.catalog.VersionPartition");
  private static final Source ALIAS_PARTITION =
      new Source("core", "dev.versioned.internal.catalog.AliasPartition");
  private static final Source LATEST_ITEM =
      new Source("core", "dev.versioned.internal.catalog.LatestItem");
  private static final Source DYNAMO_ITEM_STORE =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.DynamoItemStore");
  private static final Source EXPRESSIONS =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.Expressions");

  private static final List<Mutation> OF_RULES =
      List.of(
          mutation(
              "a second write under a key replaces the first",
              MEMORY_BLOB_STORE,
              "blobs.putIfAbsent(key.value(),",
              "blobs.put(key.value(),",
              MEMORY_BLOBS + "occupiedKeyKeepsItsBlobAndTellsWhoseItIs"),
          mutation(
              "content is written that is not what was hashed",
              MEMORY_BLOB_STORE,
              "!Digest.of(bytes.toByteArray()).equals(source.digest())",
              "false",
              MEMORY_BLOBS + "contentThatChangedSinceItWasHashedIsRefused"),
          mutation(
              "a copy takes whatever its source is by now",
              MEMORY_BLOB_STORE,
              "blob.info().etag().equals(source.etag())",
              "true",
              MEMORY_BLOBS + "sourceThatWasReplacedIsNotCopied"),
          mutation(
              "a key that was used for other content is taken for the same",
              DRAFT,
              "return latestRevision != null || earlier.fingerprint().equals(fingerprint());",
              "return true;",
              MEMORY_REPOSITORY + "keyWithOtherContentIsRefused"),
          mutation(
              "a key that was taken meanwhile counts as one's own",
              PUBLISHER,
              "return Optional.of(keys.replay(taken.existing(), draft));",
              "return Optional.of(new PublishResult(version, PublishResult.Outcome.CREATED));",
              "dev.versioned.TakenKeyTest#theSameContentIsReplayed"),
          mutation(
              "a commit of a number that the collector took counts as done",
              PUBLISHER,
              "if (!(result instanceof CommitResult.NumberTaken taken)) {",
              "if (!(result instanceof CommitResult.NumberTaken taken) || taken.existing() instanceof VersionEntry.Abandoned) {",
              GC + "publisherOvertakenByTheCollectorTakesANewNumber"),
          mutation(
              "after a failed commit the own version is not recognised",
              PUBLISHER,
              "if (existing.attemptId().equals(commitId)) {",
              "if (false) {",
              LOST_REPLIES + "ofTheCommit"),
          mutation(
              "a put after the newest version is not $LATEST",
              new Source("core", "dev.versioned.internal.record.VersionEntry"),
              "number().value() > copy.lastNumber()",
              "number().value() >= copy.lastNumber()",
              MEMORY_REPOSITORY + "putAfterAVersionIsLatest"),
          mutation(
              "content of another digest than expected is published",
              PUBLISHER,
              "if (!expected.equals(actual)) {",
              "if (false) {",
              MEMORY_REPOSITORY + "contentOfAnotherDigestIsRefused"),
          mutation(
              "after a refused reservation the own number is not recognised",
              NUMBERING,
              "if (own && entry.isEmpty()) {",
              "if (false) {",
              LOST_REPLIES + "ofTheReservation"),
          mutation(
              "a deleted version counts as the unchanged newest one",
              NUMBERING,
              "e -> Listing.committed(e, VersionState.ACTIVE)",
              "e -> Listing.committed(e, VersionState.ACTIVE).or(() -> Listing.committed(e, VersionState.DELETED))",
              MEMORY_REPOSITORY + "numberOfADeletedVersionIsNotUsedAgain",
              MODEL + "everyCallComesToWhatTheModelSays"),
          mutation(
              "after a refused write the own bytes are not recognised",
              STAGER,
              "&& !occupied.blob().attemptId().equals(attemptId)",
              "",
              LOST_REPLIES + "ofPutObject"),
          mutation(
              "foreign bytes under the key count as one's own",
              STAGER,
              "&& !occupied.blob().attemptId().equals(attemptId)",
              "&& false",
              MEMORY_REPOSITORY + "foreignBlobUnderAVersionsKeyIsNeverOverwritten"),
          mutation(
              "metadata is not part of the content",
              FINGERPRINT,
              "entry : metadata.entrySet()",
              "entry : Map.<String, String>of().entrySet()",
              MEMORY_REPOSITORY + "contentIsWhatItsBytesTypeAndMetadataAre"),
          mutation(
              "the content type is not part of the content",
              FINGERPRINT,
              "append(text, contentType);",
              "",
              MEMORY_REPOSITORY + "contentIsWhatItsBytesTypeAndMetadataAre"),
          mutation(
              "an expected revision is not compared",
              ALIAS_MOVER,
              "if (expected != actual) {",
              "if (false) {",
              MEMORY_REPOSITORY + "expectedRevisionIsRequired"),
          mutation(
              "after a refused move the own one is not recognised",
              ALIAS_MOVER,
              ".map(row -> row.moveId().equals(after.moveId()))",
              ".map(row -> false)",
              LOST_REPLIES + "ofAMoveOfAnAlias"),
          mutation(
              "after a refused move another one's counts as the own",
              ALIAS_MOVER,
              ".map(row -> row.moveId().equals(after.moveId()))",
              ".map(row -> true)",
              MEMORY_REPOSITORY + "ledgerOfManyMoversIsAChain",
              MEMORY_REPOSITORY + "ofMovesThatExpectTheSameRevisionOneIsMade"),
          mutation(
              "slots are given out anew at each move",
              ALIAS_PLANNER,
              "before.map(a -> a.slots().rebalance(routing)).orElseGet(() -> Slots.first(routing))",
              "Slots.first(routing)",
              MEMORY_REPOSITORY + "changeOfOneWeightMovesNobodyBetweenOthers",
              MODEL + "everyCallComesToWhatTheModelSays"),
          mutation(
              "the times of a ledger follow the movers' clocks",
              ALIAS_PLANNER,
              "return now.isBefore(last) ? last : now;",
              "return now;",
              MEMORY_REPOSITORY + "timesOfTheLedgerNeverGoBack"),
          mutation(
              "a rollback goes to the revision before",
              ALIAS_PLANNER,
              "long revision = present.rollbackRevision();",
              "long revision = present.revision() - 1;",
              MEMORY_REPOSITORY + "rollbacksWalkBackStepByStep"),
          mutation(
              "a set that created an alias cannot be taken back",
              ALIAS_PLANNER,
              "return created ? new Remove() : earlier(present);",
              "return earlier(present);",
              MEMORY_REPOSITORY + "creationThatIsTakenBackFreesItsVersions"),
          mutation(
              "an alias that went back to its first routing is deleted instead",
              ALIAS_PLANNER,
              "present.servingRevision() == present.revision() && present.rollbackRevision() == 0;",
              "present.rollbackRevision() == 0;",
              MEMORY_REPOSITORY + "onlyTheRevisionThatCreatedAnAliasIsTakenBackByDeletingIt"),
          mutation(
              "a refused deletion counts as done",
              DELETER,
              "committed.state() == VersionState.ACTIVE) {",
              "committed.state() == VersionState.EXPIRED) {",
              MEMORY_REPOSITORY + "versionThatAnAliasPointsToIsNotDeleted"),
          mutation(
              "an artifact with aliases is deleted",
              DELETER,
              "if (!aliases.isEmpty()) {",
              "if (false) {",
              MEMORY_REPOSITORY + "artifactWithAliasesIsNotDeleted"),
          mutation(
              "bytes of another digest are handed out",
              VERIFIED_STREAM,
              "if (!actual.equals(expected)) {",
              "if (false) {",
              MEMORY_REPOSITORY + "corruptBytesAreNeverHandedOutAsWhole"),
          mutation(
              "a file gets its name before its bytes are verified",
              DOWNLOADER,
              "copy(in, part, version);",
              "task.finish(part); copy(in, part, version);",
              MEMORY_REPOSITORY + "corruptBytesAreNeverHandedOutAsWhole"),
          mutation(
              "an older revision that arrives late is routed by",
              LIVE_SNAPSHOT,
              "alias.revision() < other.alias.revision()",
              "false",
              FOLLOWING + "anOlderRevisionThatArrivesLateIsIgnored"),
          mutation(
              "what $LATEST was before comes back under the same revision",
              LIVE_SNAPSHOT,
              "readNanos - other.readNanos < 0",
              "false",
              FOLLOWING + "anOlderLatestWhosePreparationTakesLongerIsIgnored"),
          mutation(
              "bytes are removed before the number has its tombstone",
              SWEEP,
              "catalog.abandon(artifact, number, now) instanceof VersionEntry.Abandoned && delete(blob)",
              "delete(blob) && catalog.abandon(artifact, number, now) instanceof VersionEntry.Abandoned",
              GC + "versionCommittedAfterThePlanIsSpared"),
          mutation(
              "bytes are removed whatever the tombstone met",
              SWEEP,
              "catalog.abandon(artifact, number, now) instanceof VersionEntry.Abandoned && delete(blob)",
              "catalog.abandon(artifact, number, now) != null && delete(blob)",
              GC + "versionCommittedAfterThePlanIsSpared"),
          mutation(
              "bytes of a deleted version are removed before it is expired",
              SWEEP,
              "expire(version.number(), blob) && delete(blob)",
              "delete(blob) && expire(version.number(), blob)",
              GC + "versionRestoredAfterThePlanIsSpared"),
          mutation(
              "a version deleted anew while it is expired has no window",
              SWEEP,
              "VersionState.DELETED, version.stateChangedAt(), VersionState.EXPIRED",
              "VersionState.DELETED, VersionState.EXPIRED",
              GC + "versionRestoredAndDeletedAnewGetsItsWindowAnew"),
          mutation(
              "an upload is removed before it has its tombstone",
              SWEEP,
              "catalog.abandonUpload(artifact, upload.uploadId(), now.plus(TOMBSTONE_LIFE)) && delete(blob)",
              "delete(blob) && catalog.abandonUpload(artifact, upload.uploadId(), now.plus(TOMBSTONE_LIFE))",
              GC + "uploadThatBecomesTheWorkingCopyAfterThePlanIsSpared"),
          mutation(
              "the grace period is not waited for",
              SWEEP,
              "Duration.between(since, now).compareTo(age) < 0",
              "false",
              GC + "bytesOfADeadPublishAreCollectedAfterTheGracePeriod"),
          mutation(
              "bytes of a number that was never given are removed",
              SWEEP,
              "return number.value() <= lastNumber;",
              "return true;",
              GC + "bytesUnderANumberThatWasNeverGivenAreNotTouched"),
          mutation(
              "a slow clock of a deleter ends the undelete window at once",
              SWEEP,
              "deleted.isBefore(blob.lastModified()) ? blob.lastModified() : deleted",
              "deleted",
              GC + "slowClockOfADeleterTakesNothingThatIsReferencedNorNewerThanTheWindow"),
          mutation(
              "others' objects under latest/ are removed",
              SWEEP,
              "found.attemptId().equals(upload.uploadId())",
              "true",
              GC + "objectsThatAreNotOfTheLibraryAreNotTouched"),
          mutation(
              "PutObject has no If-None-Match",
              WHOLE_WRITER,
              ".ifNoneMatch(\"*\")",
              "",
              EMBEDDED_BLOBS + "occupiedKeyKeepsItsBlobAndTellsWhoseItIs",
              REQUESTS + "objectSentWholeIsWrittenOnceUnderItsDigest"),
          mutation(
              "PutObject has no SHA-256",
              WHOLE_WRITER,
              ".checksumSHA256(digest.base64())",
              "",
              REQUESTS + "objectSentWholeIsWrittenOnceUnderItsDigest"),
          mutation(
              "UploadPart has no CRC-32C",
              PART_SENDER,
              ".checksumCRC32C(Crc32c.base64(crc32c)) .overrideConfiguration",
              ".overrideConfiguration",
              REQUESTS + "objectSentInPartsIsWrittenOnceUnderTheChecksumsOfPartsAndWhole"),
          mutation(
              "a failed If-None-Match is taken for a conflict",
              WHOLE_WRITER,
              "case AwsErrors.PRECONDITION_FAILED -> bucket.find(key).map(WriteResult.Occupied::new);",
              "case AwsErrors.PRECONDITION_FAILED -> Optional.empty();",
              LOST_REPLIES + "ofPutObject"),
          mutation(
              "CompleteMultipartUpload has no If-None-Match",
              MULTIPART_UPLOAD,
              ".ifNoneMatch(\"*\")",
              "",
              EMBEDDED_BLOBS + "occupiedKeyKeepsItsBlobAndTellsWhoseItIs",
              REQUESTS + "objectSentInPartsIsWrittenOnceUnderTheChecksumsOfPartsAndWhole"),
          mutation(
              "CompleteMultipartUpload has no CRC-32C of the whole",
              MULTIPART_UPLOAD,
              ".checksumCRC32C(crc32c == null ? null : Crc32c.base64(crc32c))",
              "",
              REQUESTS + "objectSentInPartsIsWrittenOnceUnderTheChecksumsOfPartsAndWhole"),
          mutation(
              "an upload that is gone is not looked for after a lost reply",
              MULTIPART_UPLOAD,
              "case AwsErrors.NO_SUCH_UPLOAD -> Optional.of(afterLostReply(sizeBytes, e));",
              "case AwsErrors.NO_SUCH_UPLOAD -> throw failed(call, e);",
              INJECTED + "uploadThatATryWithoutAReplyCompletedIsDone"),
          mutation(
              "CopyObject takes whatever its source is by now",
              BLOB_COPIER,
              ".copySourceIfMatch(source.etag())",
              "",
              EMBEDDED_BLOBS + "sourceThatWasReplacedIsNotCopied"),
          mutation(
              "CopyObject has no If-None-Match",
              BLOB_COPIER,
              ".ifNoneMatch(\"*\")",
              "",
              REQUESTS + "streamIsWrittenAlikeAndCopiedOnceFromWhatWasWritten"),
          mutation(
              "a part that is not what was hashed is sent",
              PART_CONTENT,
              "(int) crc.getValue() != part.crc32c()",
              "false",
              LARGE_BLOBS + "contentThatChangesAfterItWasHashedIsRefused"),
          mutation(
              "one attempt gets two numbers",
              ARTIFACT_COUNTER,
              ".and(Condition.differs(Attributes.ATTEMPT_ID, wish.attemptId()))",
              "",
              MEMORY_ITEMS + "sameAttemptGetsNoSecondNumber"),
          mutation(
              "the content of the newest version gets a number of its own",
              ARTIFACT_COUNTER,
              "if (wish.condition() instanceof Reservation.ContentDiffers) {",
              "if (false) {",
              MEMORY_ITEMS + "sameContentIsRefusedAndToldWhatIsThere"),
          mutation(
              "a number is given though the last one is not the one seen",
              ARTIFACT_COUNTER,
              "return Condition.equal(Attributes.LAST_NUMBER, is.number().value());",
              "return Condition.always();",
              MEMORY_ITEMS + "contentIsRefusedIfTheLastNumberIsNotTheOneSeen",
              MEMORY_ITEMS + "ofReservationsAfterTheSameNumberOneIsGranted"),
          mutation(
              "a commit takes a number that is taken",
              VERSION_PARTITION,
              "new ItemWrite.Put(VersionItems.write(version), Condition.absent())",
              "new ItemWrite.Put(VersionItems.write(version), Condition.always())",
              MEMORY_ITEMS + "abandonedNumberCanNeverBeCommitted"),
          mutation(
              "a commit with a key does not report that its number is taken",
              VERSION_PARTITION,
              "if (refusals.containsKey(0)) {",
              "if (false) {",
              MEMORY_ITEMS + "takenNumberIsToldRatherThanTakenKey",
              MEMORY_ITEMS + "takenNumberKeepsItsVersionAndRecordsNoKey"),
          mutation(
              "a version is committed though its idempotency key is taken",
              VERSION_PARTITION,
              "ArtifactItems.free(version.version().createdAt())",
              "Condition.always()",
              MEMORY_ITEMS + "takenKeyKeepsTheVersionOut"),
          mutation(
              "a version that aliases refer to is deleted",
              VERSION_PARTITION,
              "Condition.equal(Attributes.REFERENCES, 0)",
              "Condition.always()",
              MEMORY_ITEMS + "versionThatIsReferredToCannotBeDeleted"),
          mutation(
              "a version changes its state from any other",
              VERSION_PARTITION,
              "Condition.equal(Attributes.STATE, change.from().name())",
              "Condition.present()",
              MEMORY_ITEMS + "versionThatIsNotInTheOldStateStaysAsItIs"),
          mutation(
              "a tombstone takes the place of a version",
              VERSION_PARTITION,
              "new ItemWrite.Put(VersionItems.write(tombstone), Condition.absent())",
              "new ItemWrite.Put(VersionItems.write(tombstone), Condition.always())",
              MEMORY_ITEMS + "committedNumberCannotBeAbandoned"),
          mutation(
              "an alias moves from any revision",
              ALIAS_PARTITION,
              "Condition.equal(Attributes.REVISION, move.expectedRevision())",
              "Condition.present()",
              MEMORY_ITEMS + "moveFromAnotherRevisionIsRefusedAndToldWhatIsThere"),
          mutation(
              "an alias gains a version that is not active",
              ALIAS_PARTITION,
              "Condition.equal(Attributes.STATE, VersionState.ACTIVE.name())",
              "Condition.present()",
              MEMORY_ITEMS + "versionsThatAreNotActiveAreNamed",
              MEMORY_ITEMS + "versionIsDeletedOrPointedToNeverBoth"),
          mutation(
              "a version that an alias leaves stays counted",
              ALIAS_PARTITION,
              "new ItemChange.Add(Attributes.REFERENCES, change.change())",
              "new ItemChange.Add(Attributes.REFERENCES, Math.max(change.change(), 0))",
              MEMORY_ITEMS + "referencesGoUpAndDownExactly"),
          mutation(
              "a version that an alias gains is not counted",
              ALIAS_PARTITION,
              "new ItemChange.Add(Attributes.REFERENCES, change.change())",
              "new ItemChange.Add(Attributes.REFERENCES, Math.min(change.change(), 0))",
              MEMORY_ITEMS + "referencesGoUpAndDownExactly"),
          mutation(
              "a move writes no ledger row",
              ALIAS_PARTITION,
              "writes.add(new ItemWrite.Put(LedgerItems.write(move.row()), Condition.absent()));",
              "",
              MEMORY_ITEMS + "createdAliasIsThereWithItsRowAndItsReference"),
          mutation(
              "a ledger row is written over",
              ALIAS_PARTITION,
              "new ItemWrite.Put(LedgerItems.write(move.row()), Condition.absent())",
              "new ItemWrite.Put(LedgerItems.write(move.row()), Condition.always())",
              REQUESTS + "rowOfALedgerIsNeverWrittenOver"),
          mutation(
              "a conflict of transactions is taken for a refusal",
              ALIAS_PARTITION,
              "if (refused.conflict()) {",
              "if (false) {",
              INJECTED + "transactionConflictOfAMoveIsTriedAgain"),
          mutation(
              "the working copy is swapped from any revision",
              LATEST_ITEM,
              "Condition.equal(Attributes.REVISION, revision)",
              "Condition.present()",
              MEMORY_ITEMS + "copyOfAnotherRevisionIsRefusedAndToldWhatIsThere"),
          mutation(
              "a collected upload becomes the working copy",
              LATEST_ITEM,
              "Keys.upload(next.version().artifact(), next.uploadId()), Condition.absent()",
              "Keys.upload(next.version().artifact(), next.uploadId()), Condition.always()",
              MEMORY_ITEMS + "abandonedUploadCannotBecomeTheCopy"),
          mutation(
              "the upload of the working copy gets a tombstone",
              LATEST_ITEM,
              "Condition.differs(Attributes.UPLOAD_ID, uploadId)",
              "Condition.always()",
              MEMORY_ITEMS + "uploadThatIsTheCopyCannotBeAbandoned"),
          mutation(
              "an item is read as it may have been",
              DYNAMO_ITEM_STORE,
              ".key(ItemFormat.write(key)) .consistentRead(consistency == Consistency.STRONG)",
              ".key(ItemFormat.write(key)) .consistentRead(false)",
              REQUESTS + "everyReadOfTheTableIsStronglyConsistent"),
          mutation(
              "contention after a lost reply is taken for nothing written",
              DYNAMO_ITEM_STORE,
              "AwsErrors.hadAnotherAttempt(e) ? Set.of",
              "false ? Set.of",
              INJECTED + "contentionAfterALostReplyThatDoesNotEndLeavesTheOutcomeOpen"),
          mutation(
              "a forgotten idempotency key keeps its version",
              PUBLISHER,
              "} else if (draft.options().isEvenIfUnchanged()) {",
              "} else if (false) {",
              TAKEN_KEY + "aForgottenKeyStandsForNothing"),
          mutation(
              "a large download of another digest is kept",
              DOWNLOADER,
              "if (actual.equals(version.digest())) {",
              "if (true) {",
              TRANSFER + "leftPartWhoseBytesAreHarmedIsFetchedOnceMore"),
          mutation(
              "what has come of a download that fails is lost",
              DOWNLOADER,
              "catch (BackendException e) { part.close();",
              "catch (BackendException e) { part.delete();",
              TRANSFER + "downloadThatFailedIsGoneOnWithByTheNextOne",
              TRANSFER + "interruptedDownloadEndsSoonAndIsGoneOnWith"),
          mutation(
              "a moment without the store ends a download",
              RANGED_DOWNLOAD,
              "!broken.retryable() || !retry.pause()",
              "true",
              TRANSFER + "outageIsWaitedOutForAsLongAsTheContentionTimeout"),
          mutation(
              "an interrupt does not end a read that hangs",
              BREAKER,
              "closing.forEach(Guarded::close);",
              "",
              TRANSFER + "interruptedDownloadEndsSoonAndIsGoneOnWith"),
          mutation(
              "downloads that began at once stay too much for a cache",
              ARTIFACT_CACHE,
              "verified.add(version.digest()); trim(version);",
              "verified.add(version.digest());",
              ARTIFACT_CACHES + "whatWasBegunAtOnceIsTooMuchOnlyUntilItEnds"),
          mutation(
              "what a download left is counted twice in a cache",
              CACHE_DIRECTORY,
              "!entry.isOf(except)",
              "true",
              ARTIFACT_CACHES + "whatADownloadLeftIsCountedOnce"),
          mutation(
              "a date in the future keeps a file in a cache",
              CACHE_DIRECTORY,
              "!noted.isAfter(now.plus(CLOCK_GRACE))",
              "true",
              ARTIFACT_CACHES + "whatTheClockDatedInTheFutureMayGo"),
          mutation(
              "a copy in parts is completed without a checksum",
              BLOB_COPIER,
              "ofWhole(checksums, sizeBytes, partBytes));",
              "null);",
              REQUESTS + "copyInPartsIsCompletedUnderTheChecksumsThatTheStoreTells"),
          mutation(
              "parts that a store does not copy make a publish fail",
              BLOB_COPIER,
              "PARTS_REFUSED.contains(code)",
              "false",
              INJECTED + "copyInPartsThatTheStoreRefusesIsStreamed"),
          mutation(
              "a version that shrinks gives up its lowest slots",
              SLOTS,
              "slots.add(run.owner(), kept); slots.add(null, run.length() - kept);",
              "slots.add(null, run.length() - kept); slots.add(run.owner(), kept);",
              MEMORY_REPOSITORY + "growingCanaryOnlyTakesKeysIn",
              MEMORY_REPOSITORY + "shrunkCanaryGetsTheSameKeysBack"),
          mutation(
              "a long reason is cut in the middle of a character",
              PLAIN_TEXT,
              "inside ? longest - 1 : longest",
              "inside ? longest : longest",
              "dev.versioned.internal.PlainTextTest#textIsCutBetweenCharacters",
              "dev.versioned.rollout.RolloutTest#longReasonIsCutBetweenCharacters"),
          mutation(
              "half a surrogate pair is shown as it is",
              PLAIN_TEXT,
              "if (isHidden(codePoint)) {",
              "if (isHidden(codePoint) && !Character.isSurrogate((char) codePoint)) {",
              "dev.versioned.internal.PlainTextTest#halfOfAPairIsEscaped"),
          mutation(
              "a put ignores the options of a publish",
              WORKING_COPIES,
              "checkOptions(artifact, options); ownPlace",
              "ownPlace",
              MEMORY_REPOSITORY + "putsWithOptionsOfAPublish"),
          mutation(
              "plain HTTP leaves the machine although it is refused",
              PLAIN_HTTP,
              "!LOOPBACK.matcher(host).matches()",
              "LOOPBACK.matcher(host).matches()",
              "dev.versioned.s3dynamo.PlainHttpTest#plainHttpEndpointIsRefusedWhereItIsSet"),
          mutation(
              "slots that no version owns are routed by",
              LIVE_SNAPSHOT,
              "!alias.slots().fit(alias.routing())",
              "false",
              OUTAGES + "aBadItemIsNotRoutedBy"),
          mutation(
              "a read that is overdue keeps its thread from the others",
              READERS,
              "if (begun && !replaced) {",
              "if (false) {",
              OUTAGES + "hangingReadsKeepFewThreadsAndSayTwoLines"),
          mutation(
              "each alias of an outage has a line of its own",
              OUTAGE,
              "if (unanswered.isEmpty()) { beganNanos",
              "if (true) { beganNanos",
              OUTAGES + "failingReadsSayTwoLines"),
          mutation(
              "a state file that others may write is used",
              OWN_FILE,
              "permissions.contains(PosixFilePermission.GROUP_WRITE) || permissions.contains(PosixFilePermission.OTHERS_WRITE)",
              "false",
              STATE_FILES + "whatOthersMayWriteIsNotUsed"),
          mutation(
              "a state file of the future is used",
              ALIAS_FILE,
              "read.changedAt().isAfter(Instant.now().plus(CLOCK_GRACE))",
              "false",
              STATE_FILES + "aFileOfTheFutureIsNotUsed"),
          mutation(
              "a query sees what may have been",
              DYNAMO_ITEM_STORE,
              ".consistentRead(consistency == Consistency.STRONG) .scanIndexForward(ascending)",
              ".consistentRead(false) .scanIndexForward(ascending)",
              REQUESTS + "everyReadOfTheTableIsStronglyConsistent"),
          mutation(
              "of several refused writes one is reported",
              DYNAMO_ITEM_STORE,
              "if (REFUSED.equals(reason.code())) {",
              "if (REFUSED.equals(reason.code()) && refusals.isEmpty()) {",
              DIFFERENTIAL),
          mutation(
              "at most is less than",
              EXPRESSIONS,
              "compare(atMost.attribute(), \" <= \", atMost.value())",
              "compare(atMost.attribute(), \" < \", atMost.value())",
              DIFFERENTIAL),
          mutation(
              "an attribute that exists is set though it must not be",
              EXPRESSIONS,
              "set.add(name + \" = if_not_exists(\" + name + \", \" + value(update, to.value()) + \")\");",
              "set.add(name + \" = \" + value(update, to.value()));",
              DIFFERENTIAL),
          mutation(
              "a transaction that is refused writes the rest",
              MEMORY_ITEM_STORE,
              "if (!refusals.isEmpty()) {",
              "after.forEach(this::keep); if (!refusals.isEmpty()) {",
              DIFFERENTIAL),
          mutation(
              "texts are compared in Java's order",
              CONDITIONS,
              "TextOrder.UTF8.compare(text.value(), most.value()) <= 0",
              "text.value().compareTo(most.value()) <= 0",
              DIFFERENTIAL),
          mutation(
              "bytes after the recorded ones are not noticed",
              VERIFIED_STREAM,
              "if (taken > sizeBytes || take(new byte[1], 0, 1) >= 0) {",
              "if (false) {",
              WRONG_SIZE + "noMoreIsTakenThanWasRecordedAndOne"),
          mutation(
              "fewer bytes than recorded are enough",
              VERIFIED_STREAM,
              "if (read < 0) { throw corrupt(what, expected, digest(), taken",
              "if (false) { throw corrupt(what, expected, digest(), taken",
              WRONG_SIZE + "wrongSizeIsCorruptContent"),
          mutation(
              "a cache takes a right file for harmed when a record has another size",
              ARTIFACT_CACHE,
              "if (!whole) {",
              "if (false) {",
              WRONG_SIZE + "wrongSizeHarmsNoSharedFileOfACache"),
          mutation(
              "a part of another user is taken",
              PRIVATE_FILE,
              "&& owner(path).equals(owner)",
              "",
              PART_FILES + "partOfAnotherUserIsNotTaken"),
          mutation(
              "a part that others may write is taken",
              PART_FILE,
              "!PrivateFile.othersMayWrite(path)",
              "true",
              PART_FILES + "partThatOthersMayWriteIsNotTaken"),
          mutation(
              "a part with a second name is taken",
              PRIVATE_FILE,
              "Integer.valueOf(1) .equals(Files.getAttribute(path, \"unix:nlink\", LinkOption.NOFOLLOW_LINKS))",
              "true",
              PART_FILES + "linksAreNotTaken"),
          mutation(
              "a finished file stays private",
              PART_FILE,
              "PrivateFile.giveUsualMode(path, path.resolveSibling(prefix + UUID.randomUUID() + \".part\"));",
              "",
              PART_FILES + "onlyThePartIsPrivate"),
          mutation(
              "bytes may come as slowly as they like",
              LEAST_RATE,
              "return bytesPerSecond > 0 && spent().compareTo(window) >= 0;",
              "return false;",
              SLOW_STORE + "byteASecondEndsAReadAndASmallDownload"),
          mutation(
              "a range takes the beginning of a blob for its own bytes",
              RANGED_DOWNLOAD,
              "more = at == end(range) && hasMore(in, buffer);",
              "more = false;",
              SLOW_STORE + "storeThatSendsAllForEachRangeIsNamed"),
          mutation(
              "a cache takes a folder that others may write to",
              FOLDER_TRUST,
              "if (othersMay || (groupMay && !trusted)) {",
              "if (false) {",
              CACHE_FOLDERS + "folderThatOthersMayWriteIsRefused"),
          mutation(
              "a cache follows a link out of its folder",
              CACHE_DIRECTORY,
              "if (!is.isRegularFile()) {",
              "if (false) {",
              CACHE_FOLDERS + "linksAreNotFollowedOutOfTheFolder"),
          mutation(
              "a publisher chooses the folder of a download",
              METADATA,
              "Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\\\')) + 1",
              "0",
              CONTENTS + "localFileNameIsTheLastPartOrNone"),
          mutation(
              "a rollback after a move that ended a rollout lands in it",
              ALIAS_PLANNER,
              "} else if (ended.isPresent()) {",
              "} else if (false) {",
              MEMORY_REPOSITORY + "rollbackAfterAMoveThatEndedARolloutGoesBeforeIt"),
          mutation(
              "a move does not say which rollout it ended",
              ALIAS_MOVER,
              "new Planned(planner.plan(task, goal), task.endedBy(goal))",
              "new Planned(planner.plan(task, goal), Optional.empty())",
              MEMORY_REPOSITORY + "moveSaysWhichRolloutItEnded"),
          mutation(
              "a version of another repository is taken by its number",
              new Source("core", "dev.versioned.model.Version"),
              "if (!digest.equals(here.digest) ||",
              "if (digest == null ||",
              MEMORY_REPOSITORY + "versionOfAnotherRepositoryIsRefused"),
          mutation(
              "a key gives a version that was deleted",
              new Source("core", "dev.versioned.internal.publish.IdempotencyKeys"),
              ".flatMap(e -> Listing.committed(e, VersionState.ACTIVE))",
              ".flatMap(e -> Listing.committed(e, VersionState.ACTIVE).or(() -> Listing.committed(e, VersionState.DELETED)))",
              MEMORY_REPOSITORY + "keyOfADeletedVersionSaysThatItIsDeleted"),
          mutation(
              "missing bytes count as a version that does not exist",
              new Source("core", "dev.versioned.internal.read.Reader"),
              "if (removed) {",
              "if (true) {",
              MEMORY_REPOSITORY + "missingObjectOfAVersionIsCorruptContent"),
          mutation(
              "a gate that returns null is not refused",
              new Source("core", "dev.versioned.rollout.NoHealthException"),
              "if (health == null) {",
              "if (false) {",
              "dev.versioned.rollout.RolloutTest#gateThatReturnsNullIsRefused"),
          mutation(
              "a driver answers with an older rollout's end",
              new Source("core", "dev.versioned.RolloutDriver"),
              "!rollout.changedAt().isAfter(since)",
              "false",
              "dev.versioned.rollout.RolloutDriverTest#endOfAnOlderRolloutIsNotTheEnd"),
          mutation(
              "prune deletes what a rollback needs",
              new Source("core", "dev.versioned.Prune"),
              "if (!retention.rules().isEmpty()) {",
              "if (false) {",
              "dev.versioned.maintenance.PruneTest#versionsThatARollbackNeedsAreKept"),
          mutation(
              "null is taken for an argument",
              new Source("core", "dev.versioned.rollout.RolloutPlan"),
              "Objects.requireNonNull(notEnoughData, \"notEnoughData\");",
              "",
              "dev.versioned.NullArgumentsTest#everyPublicDoorRefusesNullByName"),
          mutation(
              "a record that was repaired meanwhile is set aside",
              ASIDE,
              "if (!item.attributes().containsKey(name)) {",
              "if (false) {",
              SET_ASIDE + "recordThatWasRepairedMeanwhileStays"),
          mutation(
              "a record of a newer library is set aside",
              ASIDE,
              "if (e.reason() == UnreadableRecordException.Reason.NEWER) {",
              "if (false) {",
              SET_ASIDE + "recordOfANewerLibraryIsNotSetAside"),
          mutation(
              "the bytes of a version that was set aside are removed",
              SWEEP,
              "return Optional.empty(); // the record may be brought back",
              "return Optional.of(piece(Garbage.Reason.ABANDONED, blob, now, () -> delete(blob)));",
              SET_ASIDE + "versionIsNoVersionAndKeepsItsBytes"),
          mutation(
              "the revisions of an alias that is set aside begin again",
              new Source("core", "dev.versioned.internal.catalog.AliasReplacements"),
              "Math.max(highestRow, own)",
              "0",
              SET_ASIDE + "revisionsOfAnAliasGoOnWithoutItsOwn"),
          mutation(
              "a version of other content is unchanged",
              new Source("core", "dev.versioned.internal.publish.Numbering"),
              "version.isPresent() && Fingerprint.of(version.get()).equals(fingerprint)",
              "version.isPresent()",
              OTHER_BYTES + "versionOfOtherContentIsNotUnchanged"),
          mutation(
              "a version of other content is replayed",
              new Source("core", "dev.versioned.internal.publish.IdempotencyKeys"),
              "if (!Fingerprint.of(version).equals(earlier.fingerprint())) {",
              "if (false) {",
              OTHER_BYTES + "versionOfOtherContentIsNotReplayed"),
          mutation(
              "a committed record of other content is the caller's",
              new Source("core", "dev.versioned.internal.publish.Publisher"),
              "&& Fingerprint.of(existing.version()).equals(draft.fingerprint())",
              "",
              OTHER_BYTES + "committedRecordOfOtherContentIsNotTheCallers"),
          mutation(
              "a size that is only recorded removes other files",
              new Source("core", "dev.versioned.cache.ArtifactCache"),
              "repository.artifact(version.artifact()).download(version, path, options); } catch",
              "directory.makeAllRoom(version.digest(), version.sizeBytes()); repository.artifact(version.artifact()).download(version, path, options); } catch",
              WRONG_SIZE + "wrongSizeThatFitsRemovesNoOtherFile"),
          mutation(
              "every alias has a line of its own when a permission is lost",
              OUTAGE,
              "if (reason instanceof BackendException e) {",
              "if (reason instanceof BackendException e && e.retryable()) {",
              OUTAGES + "failingReadsSayTwoLines"),
          mutation(
              "a number with a foreign object is not recorded as given up",
              TAKEN_NUMBERS,
              "catalog.giveUp(artifact, number, clock.instant());",
              "",
              GIVEN_UP + "keyedPublishTakesTheNextNumber"),
          mutation(
              "another publish's object is taken for a foreign file",
              TAKEN_NUMBERS,
              "if (!existing.attemptId().isEmpty()) {",
              "if (false) {",
              GIVEN_UP + "anotherAttemptsObjectIsASuspectedRestore"),
          mutation(
              "any number of foreign objects in a row is skipped",
              TAKEN_NUMBERS,
              "inARow == MOST_IN_A_ROW",
              "inARow < 0",
              GIVEN_UP + "severalForeignObjectsInARowAreASuspectedRestore"),
          mutation(
              "a foreign object ends the publish",
              TAKEN_NUMBERS,
              "inARow == MOST_IN_A_ROW",
              "inARow > 0",
              GIVEN_UP + "keyedPublishTakesTheNextNumber",
              MEMORY_REPOSITORY + "foreignObjectCostsANumberAndNotTheKey"),
          mutation(
              "a number is given up that holds a version",
              VERSION_PARTITION,
              "new ItemWrite.Put(VersionItems.write(givenUp), Condition.absent())",
              "new ItemWrite.Put(VersionItems.write(givenUp), Condition.always())",
              MEMORY_ITEMS + "committedNumberCannotBeGivenUp"),
          mutation(
              "the object of a number that was given up is garbage",
              SWEEP,
              "return gc.collectsGivenUp()",
              "return true",
              GIVEN_UP + "objectOfAGivenUpNumberIsRemovedOnlyIfAskedFor"),
          mutation(
              "a foreign object under a reserved number is garbage",
              SWEEP,
              "filter(found -> !found.attemptId().isEmpty())",
              "filter(found -> true)",
              GIVEN_UP + "foreignObjectUnderAReservedNumberIsKept"),
          mutation(
              "fsck does not list the objects of numbers that were given up",
              new Source("core", "dev.versioned.internal.maintenance.VersionCheck"),
              "numbered.entry().get() instanceof VersionEntry.GivenUp",
              "false",
              GIVEN_UP + "fsckListsObjectsOfGivenUpNumbers"));

  static final List<Mutation> ALL =
      Stream.of(OF_RULES, PromiseMutations.ALL).flatMap(List::stream).toList();

  /** Those that are made in every build: in memory, so that it takes seconds. */
  static final List<Mutation> SOME =
      ALL.stream()
          .filter(
              mutation ->
                  Stream.of(MEMORY_BLOB_STORE, VERIFIED_STREAM).anyMatch(mutation.source()::equals))
          .toList();

  private Mutations() {}
}
