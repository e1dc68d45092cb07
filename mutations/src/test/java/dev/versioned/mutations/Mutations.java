package dev.versioned.mutations;

import static dev.versioned.mutations.Mutation.mutation;

import dev.versioned.mutations.Mutation.Source;
import java.util.List;
import java.util.stream.Stream;

/** The mutations, by the class that each one changes. A new rule comes with one of its own. */
final class Mutations {
  private static final String MEMORY_BLOBS = "dev.versioned.testkit.contract.MemoryBlobStoreTest#";
  private static final String MEMORY_CATALOG =
      "dev.versioned.testkit.contract.MemoryCatalogStoreTest#";
  private static final String MEMORY_REPOSITORY =
      "dev.versioned.testkit.contract.MemoryRepositoryTest#";
  private static final String MODEL = "dev.versioned.testkit.contract.RepositoryModelTest#";
  private static final String EMBEDDED_BLOBS = "dev.versioned.contract.EmbeddedBlobStoreTest#";
  private static final String EMBEDDED_CATALOG = "dev.versioned.contract.EmbeddedCatalogStoreTest#";
  private static final String GC = "dev.versioned.maintenance.GcTest#";
  private static final String TRANSFER = "dev.versioned.TransferTest#";
  private static final String FOLLOWING = "dev.versioned.LiveAliasTest#";
  private static final String TAKEN_KEY = "dev.versioned.TakenKeyTest#";
  private static final String LOST_REPLIES = "dev.versioned.s3dynamo.LostRepliesOnTheWireTest#";
  private static final String INJECTED = "dev.versioned.s3dynamo.InjectedAnswersTest#";
  private static final String REQUESTS = "dev.versioned.s3dynamo.RequestsTest#";
  private static final String ARTIFACT_CACHES = "dev.versioned.cache.ArtifactCacheTest#";
  private static final String LARGE_BLOBS = "dev.versioned.s3dynamo.LargeBlobsTest#";

  private static final Source MEMORY_BLOB_STORE =
      new Source("core", "dev.versioned.memory.MemoryBlobStore");
  private static final Source MEMORY_CATALOG_STORE =
      new Source("core", "dev.versioned.memory.MemoryCatalogStore");
  private static final Source DRAFT = new Source("core", "dev.versioned.Draft");
  private static final Source PUBLISHER = new Source("core", "dev.versioned.Publisher");
  private static final Source NUMBERING = new Source("core", "dev.versioned.Numbering");
  private static final Source STAGER = new Source("core", "dev.versioned.Stager");
  private static final Source FINGERPRINT = new Source("core", "dev.versioned.spi.Fingerprint");
  private static final Source ALIAS_PLANNER = new Source("core", "dev.versioned.AliasPlanner");
  private static final Source RANGED_DOWNLOAD = new Source("core", "dev.versioned.RangedDownload");
  private static final Source BREAKER = new Source("core", "dev.versioned.Breaker");
  private static final Source ARTIFACT_CACHE =
      new Source("core", "dev.versioned.cache.ArtifactCache");
  private static final Source CACHE_DIRECTORY =
      new Source("core", "dev.versioned.cache.CacheDirectory");
  private static final Source DOWNLOADER = new Source("core", "dev.versioned.Downloader");
  private static final Source ALIAS_MOVER = new Source("core", "dev.versioned.AliasMover");
  private static final Source DELETER = new Source("core", "dev.versioned.Deleter");
  private static final Source VERIFIED_STREAM = new Source("core", "dev.versioned.VerifiedStream");
  private static final Source LIVE_SNAPSHOT = new Source("core", "dev.versioned.LiveSnapshot");
  private static final Source SLOTS = new Source("core", "dev.versioned.routing.Slots");
  private static final Source SWEEP = new Source("core", "dev.versioned.maintenance.Sweep");
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
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.ArtifactCounter");
  private static final Source VERSION_PARTITION =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.VersionPartition");
  private static final Source ALIAS_PARTITION =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.AliasPartition");
  private static final Source LATEST_ITEM =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.LatestItem");
  private static final Source TABLE =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.Table");

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
              "one attempt gets two numbers",
              MEMORY_CATALOG_STORE,
              "current.attemptId().equals(wish.attemptId()) || !holds(wish, current)",
              "!holds(wish, current)",
              MEMORY_CATALOG + "sameAttemptGetsNoSecondNumber"),
          mutation(
              "a number is given though the last one is not the one seen",
              MEMORY_CATALOG_STORE,
              "return current.lastNumber() == is.number().value();",
              "return true;",
              MEMORY_CATALOG + "contentIsRefusedIfTheLastNumberIsNotTheOneSeen"),
          mutation(
              "the content of the newest version gets a number of its own",
              MEMORY_CATALOG_STORE,
              "|| !current.fingerprint().equals(wish.fingerprint().value())",
              "|| true",
              MEMORY_CATALOG + "sameContentIsRefusedAndToldWhatIsThere"),
          mutation(
              "a commit takes a number that has a tombstone",
              MEMORY_CATALOG_STORE,
              "if (there != null) { return new CommitResult.NumberTaken(there);",
              "if (there instanceof VersionEntry.Committed) { return new CommitResult.NumberTaken(there);",
              MEMORY_CATALOG + "abandonedNumberCanNeverBeCommitted"),
          mutation(
              "a version is committed though its idempotency key is taken",
              MEMORY_CATALOG_STORE,
              "if (recorded instanceof CommitResult.KeyTaken) {",
              "if (recorded == null) {",
              MEMORY_CATALOG + "takenKeyKeepsTheVersionOut"),
          mutation(
              "a version that aliases refer to is deleted",
              MEMORY_CATALOG_STORE,
              "&& (change.from() != VersionState.ACTIVE || committed.references() == 0)",
              "",
              MEMORY_CATALOG + "versionThatIsReferredToCannotBeDeleted"),
          mutation(
              "an alias gains a version that is not active",
              MEMORY_CATALOG_STORE,
              "&& committed.state() == VersionState.ACTIVE; }",
              "&& committed.state() != null; }",
              MEMORY_CATALOG + "versionsThatAreNotActiveAreNamed"),
          mutation(
              "an alias moves from any revision",
              MEMORY_CATALOG_STORE,
              "(current == null ? 0 : current.revision()) != move.expectedRevision()",
              "false",
              MEMORY_CATALOG + "moveFromAnotherRevisionIsRefusedAndToldWhatIsThere"),
          mutation(
              "a version that an alias leaves stays counted",
              MEMORY_CATALOG_STORE,
              "references -> references + change.change()",
              "references -> references + Math.max(change.change(), 0)",
              MEMORY_CATALOG + "referencesGoUpAndDownExactly"),
          mutation(
              "a version that an alias gains is not counted",
              MEMORY_CATALOG_STORE,
              "references -> references + change.change()",
              "references -> references + Math.min(change.change(), 0)",
              MEMORY_CATALOG + "referencesGoUpAndDownExactly"),
          mutation(
              "a move writes no ledger row",
              MEMORY_CATALOG_STORE,
              ".put(after.revision(), move.row());",
              ".size();",
              MEMORY_CATALOG + "createdAliasIsThereWithItsRowAndItsReference"),
          mutation(
              "the working copy is swapped from any revision",
              MEMORY_CATALOG_STORE,
              "(current == null ? 0 : current.revision()) != next.revision() - 1",
              "false",
              MEMORY_CATALOG + "copyOfAnotherRevisionIsRefusedAndToldWhatIsThere"),
          mutation(
              "a collected upload becomes the working copy",
              MEMORY_CATALOG_STORE,
              "partition.abandonedUploads.contains(next.uploadId())",
              "false",
              MEMORY_CATALOG + "abandonedUploadCannotBecomeTheCopy"),
          mutation(
              "the upload of the working copy gets a tombstone",
              MEMORY_CATALOG_STORE,
              "current != null && current.uploadId().equals(uploadId)",
              "false",
              MEMORY_CATALOG + "uploadThatIsTheCopyCannotBeAbandoned"),
          mutation(
              "a key that was used for other content is taken for the same",
              DRAFT,
              "return ofLatest || earlier.fingerprint().equals(fingerprint());",
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
              PUBLISHER,
              "copy.get().lastNumber() >= newest.get().number().value()",
              "copy.get().lastNumber() > newest.get().number().value()",
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
              "if (occupied.blob().attemptId().equals(attemptId)) {",
              "if (false) {",
              LOST_REPLIES + "ofPutObject"),
          mutation(
              "foreign bytes under the key count as one's own",
              STAGER,
              "if (occupied.blob().attemptId().equals(attemptId)) {",
              "if (true) {",
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
              "copy(in, part, version); part.becomes(task.target());",
              "part.becomes(task.target()); copy(in, part, version);",
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
              "x.schemaKnown() + \" AND \" + x.differs(Attributes.ATTEMPT_ID, wish.attemptId())",
              "x.schemaKnown()",
              EMBEDDED_CATALOG + "sameAttemptGetsNoSecondNumber"),
          mutation(
              "the content of the newest version gets a number of its own",
              ARTIFACT_COUNTER,
              "if (wish.condition() instanceof Reservation.ContentDiffers) {",
              "if (false) {",
              EMBEDDED_CATALOG + "sameContentIsRefusedAndToldWhatIsThere"),
          mutation(
              "a number is given though the last one is not the one seen",
              ARTIFACT_COUNTER,
              "\" = \" + x.number(is.number().value())",
              "\" >= \" + x.number(is.number().value())",
              EMBEDDED_CATALOG + "contentIsRefusedIfTheLastNumberIsNotTheOneSeen",
              EMBEDDED_CATALOG + "ofReservationsAfterTheSameNumberOneIsGranted"),
          mutation(
              "a commit without a key takes a number that is taken",
              VERSION_PARTITION,
              "table.put(what, item, x.absent(), x)",
              "table.put(what, item, x.absent() + \" OR \" + x.present(), x)",
              EMBEDDED_CATALOG + "abandonedNumberCanNeverBeCommitted"),
          mutation(
              "a commit with a key takes a number that is taken",
              VERSION_PARTITION,
              "table.items().put(item, absent.absent(), absent)",
              "table.items().put(item, absent.absent() + \" OR \" + absent.present(), absent)",
              EMBEDDED_CATALOG + "takenNumberIsToldRatherThanTakenKey",
              EMBEDDED_CATALOG + "takenNumberKeepsItsVersionAndRecordsNoKey"),
          mutation(
              "a version is committed though its idempotency key is taken",
              VERSION_PARTITION,
              "String isFree = free(free, version.version().createdAt());",
              "String isFree = free.absent() + \" OR \" + free.present();",
              EMBEDDED_CATALOG + "takenKeyKeepsTheVersionOut"),
          mutation(
              "a version that aliases refer to is deleted",
              VERSION_PARTITION,
              "\" = \" + x.number(0)",
              "\" >= \" + x.number(0)",
              EMBEDDED_CATALOG + "versionThatIsReferredToCannotBeDeleted"),
          mutation(
              "a version changes its state from any other",
              VERSION_PARTITION,
              "state + \" = \" + x.text(change.from().name())",
              "state + \" >= \" + x.text(change.from().name())",
              EMBEDDED_CATALOG + "versionThatIsNotInTheOldStateStaysAsItIs"),
          mutation(
              "a tombstone takes the place of a version",
              VERSION_PARTITION,
              "VersionItems.ABANDONED.write(tombstone), x.absent(), x",
              "VersionItems.ABANDONED.write(tombstone), x.absent() + \" OR \" + x.present(), x",
              EMBEDDED_CATALOG + "committedNumberCannotBeAbandoned"),
          mutation(
              "an alias moves from any later revision",
              ALIAS_PARTITION,
              "\" = \" + expected.number(move.expectedRevision())",
              "\" >= \" + expected.number(move.expectedRevision())",
              EMBEDDED_CATALOG + "moveFromAnotherRevisionIsRefusedAndToldWhatIsThere"),
          mutation(
              "an alias gains a version that is not active",
              ALIAS_PARTITION,
              "change.gained() ? x.is(Attributes.STATE, VersionState.ACTIVE.name()) : x.present()",
              "x.present()",
              EMBEDDED_CATALOG + "versionsThatAreNotActiveAreNamed",
              EMBEDDED_CATALOG + "versionIsDeletedOrPointedToNeverBoth"),
          mutation(
              "a version that an alias leaves stays counted",
              ALIAS_PARTITION,
              "x.number(change.change())",
              "x.number(Math.max(change.change(), 0))",
              EMBEDDED_CATALOG + "referencesGoUpAndDownExactly"),
          mutation(
              "a version that an alias gains is not counted",
              ALIAS_PARTITION,
              "x.number(change.change())",
              "x.number(Math.min(change.change(), 0))",
              EMBEDDED_CATALOG + "referencesGoUpAndDownExactly"),
          mutation(
              "a move writes no ledger row",
              ALIAS_PARTITION,
              "transaction.add(items.put(AliasItems.LEDGER_ROW.write(move.row()), noRow.absent(), noRow));",
              "",
              EMBEDDED_CATALOG + "createdAliasIsThereWithItsRowAndItsReference"),
          mutation(
              "a ledger row is written over",
              ALIAS_PARTITION,
              "noRow.absent()",
              "noRow.absent() + \" OR \" + noRow.present()",
              REQUESTS + "rowOfALedgerIsNeverWrittenOver"),
          mutation(
              "a conflict of transactions is taken for a refusal",
              ALIAS_PARTITION,
              "if (why.contended()) {",
              "if (false) {",
              INJECTED + "transactionConflictOfAMoveIsTriedAgain"),
          mutation(
              "the working copy is swapped from any later revision",
              LATEST_ITEM,
              "x.of(Attributes.REVISION) + \" = \" + x.number(next.revision() - 1)",
              "x.of(Attributes.REVISION) + \" >= \" + x.number(next.revision() - 1)",
              EMBEDDED_CATALOG + "copyOfAnotherRevisionIsRefusedAndToldWhatIsThere"),
          mutation(
              "a collected upload becomes the working copy",
              LATEST_ITEM,
              "notAbandoned.absent()",
              "notAbandoned.absent() + \" OR \" + notAbandoned.present()",
              EMBEDDED_CATALOG + "abandonedUploadCannotBecomeTheCopy"),
          mutation(
              "the upload of the working copy gets a tombstone",
              LATEST_ITEM,
              "x.differs(Attributes.UPLOAD_ID, uploadId)",
              "x.absent() + \" OR \" + x.present()",
              EMBEDDED_CATALOG + "uploadThatIsTheCopyCannotBeAbandoned"),
          mutation(
              "an item is read as it may have been",
              TABLE,
              ".consistentRead(true))",
              ".consistentRead(false))",
              REQUESTS + "everyReadOfTheTableIsStronglyConsistent"),
          mutation(
              "contention after a lost reply is taken for nothing written",
              TABLE,
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
              new Source("core", "dev.versioned.Version"),
              "if (!digest.equals(here.digest) ||",
              "if (digest == null ||",
              MEMORY_REPOSITORY + "versionOfAnotherRepositoryIsRefused"),
          mutation(
              "a key gives a version that was deleted",
              new Source("core", "dev.versioned.IdempotencyKeys"),
              ".flatMap(e -> Listing.committed(e, VersionState.ACTIVE))",
              ".flatMap(e -> Listing.committed(e, VersionState.ACTIVE).or(() -> Listing.committed(e, VersionState.DELETED)))",
              MEMORY_REPOSITORY + "keyOfADeletedVersionSaysThatItIsDeleted"),
          mutation(
              "missing bytes count as a version that does not exist",
              new Source("core", "dev.versioned.Reader"),
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
              new Source("core", "dev.versioned.rollout.RolloutDriver"),
              "!rollout.changedAt().isAfter(since)",
              "false",
              "dev.versioned.rollout.RolloutDriverTest#endOfAnOlderRolloutIsNotTheEnd"),
          mutation(
              "prune deletes what a rollback needs",
              new Source("core", "dev.versioned.maintenance.Prune"),
              "if (!retention.rules().isEmpty()) {",
              "if (false) {",
              "dev.versioned.maintenance.PruneTest#versionsThatARollbackNeedsAreKept"),
          mutation(
              "null is taken for an argument",
              new Source("core", "dev.versioned.rollout.RolloutPlan"),
              "Objects.requireNonNull(notEnoughData, \"notEnoughData\");",
              "",
              "dev.versioned.NullArgumentsTest#everyPublicDoorRefusesNullByName"));

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
