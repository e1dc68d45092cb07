package dev.versioned.mutations;

import static dev.versioned.mutations.Mutation.mutation;

import dev.versioned.mutations.Mutation.Source;
import java.util.List;

/**
 * Mutations that the simulation must notice, or {@code fsck}: whole promises rather than single
 * rules. None of them has another test, so that each shows what these two can see.
 */
final class PromiseMutations {
  private static final String RANDOM =
      "dev.versioned.simulation.SimulationTest#noWorldBreaksAPromiseAndEveryCallIsACrashPoint";
  private static final String MATRIX =
      "dev.versioned.simulation.FaultMatrixTest#noFaultAtAnyCallOfAnyOperationBreaksAPromise";
  private static final String EXPLORATION = "dev.versioned.simulation.ExplorationTest#";
  private static final String ENDPOINT = "dev.versioned.s3dynamo.EndpointTest#";
  private static final String SDK = "dev.versioned.s3dynamo.SdkVersionTest#";
  private static final String SETUP = "dev.versioned.s3dynamo.SetupTest#";
  private static final String ONE_PLACE = "dev.versioned.s3dynamo.OnePlaceTest#";
  private static final Source BINDING = new Source("core", "dev.versioned.internal.place.Binding");
  private static final Source CLIENTS =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.Clients");
  private static final Source SDK_VERSION =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.SdkVersion");
  private static final Source SETUP_MODE =
      new Source("s3-dynamo-backend", "dev.versioned.s3dynamo.SetupMode");
  private static final String FSCK = "dev.versioned.maintenance.FsckTest#";

  private static final Source ARTIFACT_COUNTER =
      new Source("core", "dev.versioned.internal.catalog.ArtifactCounter");
  private static final Source VERSION_PARTITION =
      new Source("core", "dev.versioned.internal.catalog.VersionPartition");
  private static final Source ALIAS_PARTITION =
      new Source("core", "dev.versioned.internal.catalog.AliasPartition");
  private static final Source LATEST_ITEM =
      new Source("core", "dev.versioned.internal.catalog.LatestItem");
  private static final Source VERSION_ENTRY =
      new Source("core", "dev.versioned.internal.record.VersionEntry");
  private static final Source DRAFT = new Source("core", "dev.versioned.internal.publish.Draft");
  private static final Source PUBLISHER =
      new Source("core", "dev.versioned.internal.publish.Publisher");
  private static final Source ALIAS_PLANNER =
      new Source("core", "dev.versioned.internal.alias.AliasPlanner");
  private static final Source ALIAS_MOVER =
      new Source("core", "dev.versioned.internal.alias.AliasMover");
  private static final Source SWEEP =
      new Source("core", "dev.versioned.internal.maintenance.Sweep");
  private static final Source VERSION_CHECK =
      new Source("core", "dev.versioned.internal.maintenance.VersionCheck");
  private static final Source ALIAS_CHECK =
      new Source("core", "dev.versioned.internal.maintenance.AliasCheck");

  static final List<Mutation> ALL =
      List.of(
          mutation(
              "the bytes of a number that is not committed are removed without a tombstone",
              SWEEP,
              "catalog.abandon(artifact, number, now) instanceof VersionEntry.Abandoned && delete(blob)",
              "delete(blob)",
              RANDOM),
          mutation(
              "the tombstone of a number is not kept",
              VERSION_PARTITION,
              "new ItemWrite.Put(VersionItems.write(tombstone), Condition.absent())",
              "new ItemWrite.Delete(Keys.version(artifact, number), Condition.absent())",
              EXPLORATION + "publishersOfTheSameContent"),
          mutation(
              "a publisher that meets a tombstone says that it has published",
              PUBLISHER,
              "if (!(result instanceof CommitResult.NumberTaken taken)) {",
              "if (!(result instanceof CommitResult.NumberTaken taken) || taken.existing() instanceof VersionEntry.Abandoned) {",
              RANDOM),
          mutation(
              "a version is restored and deleted anew, and expires by its first deletion",
              VERSION_PARTITION,
              "if (since != null) {",
              "if (false) {",
              RANDOM),
          mutation(
              "every other number is left out",
              ARTIFACT_COUNTER,
              "new ItemChange.Add(Attributes.LAST_NUMBER, 1)",
              "new ItemChange.Add(Attributes.LAST_NUMBER, 2)",
              MATRIX),
          mutation(
              "a key that stands for a version is given to the next one",
              new Source("core", "dev.versioned.internal.catalog.ArtifactItems"),
              "return Condition.absent().or(Condition.atMost(Attributes.VALID_UNTIL, sortable(at)));",
              "return Condition.always();",
              RANDOM),
          mutation(
              "a retried publish of $LATEST is refused if $LATEST has changed",
              DRAFT,
              "return latestRevision != null || ",
              "return ",
              RANDOM),
          mutation(
              "a publish of $LATEST with a key that was used gives another version",
              PUBLISHER,
              "return taken.existing().version().equals(version.number()) ? keys.unchanged",
              "return true ? keys.unchanged",
              RANDOM),
          mutation(
              "the tombstone of an upload is not kept",
              LATEST_ITEM,
              "new ItemWrite.Put( ArtifactItems.abandonedUpload(artifact, uploadId, expiresAt), Condition.always())",
              "new ItemWrite.Delete(Keys.upload(artifact, uploadId), Condition.always())",
              RANDOM),
          mutation(
              "the upload of a stream stays when its publish has ended",
              PUBLISHER,
              "stager.discard(draft.staged()); return result;",
              "return result;",
              RANDOM),
          mutation(
              "a move does not count the versions that it leaves",
              ALIAS_PLANNER,
              "without(old, next),",
              "Set.of(),",
              RANDOM),
          mutation(
              "a move does not count the versions that it gains",
              ALIAS_PLANNER,
              "without(next, old),",
              "Set.of(),",
              EXPLORATION + "deployersOfOneAlias"),
          mutation(
              "a move does not ask whether a version is active",
              ALIAS_PARTITION,
              "Condition.equal(Attributes.STATE, VersionState.ACTIVE.name())",
              "Condition.present()",
              EXPLORATION + "deployersOfOneAlias"),
          mutation(
              "of a release set the first alias alone is moved",
              ALIAS_PARTITION,
              "moves.forEach(move -> addAlias(writes, move));",
              "addAlias(writes, moves.get(0));",
              MATRIX),
          mutation(
              "a ledger row does not say what was before",
              ALIAS_PLANNER,
              "task.before().map(Alias::routing), routing,",
              "routing, routing,",
              MATRIX),
          mutation(
              "a move whose reply was lost is made twice",
              ALIAS_MOVER,
              "&& isOwn(refused.move())",
              "&& false",
              MATRIX),
          mutation(
              "after a rollback there is nothing to roll back to",
              ALIAS_PLANNER,
              "rollback = restore.rollbackRevision();",
              "rollback = 0;",
              RANDOM),
          mutation(
              "a rollout that was begun anew cannot be undone",
              ALIAS_PLANNER,
              "rollback = roll.rollout().fromRevision();",
              "rollback = 0;",
              RANDOM),
          mutation(
              "a key whose version came meanwhile is reported",
              VERSION_CHECK,
              ".findVersion(artifact, key.version())",
              ".findVersion(artifact, VersionNumber.of(VersionNumber.MAX))",
              RANDOM),
          mutation(
              "versions without bytes are not reported",
              VERSION_CHECK,
              "return List.of(missing(version)); } if (blob",
              "return List.of(); } if (blob",
              FSCK + "versionWithoutBytesIsFound",
              FSCK + "deletedVersionWithoutBytesIsFoundAlsoOfADeletedArtifact"),
          mutation(
              "bytes of another digest are not reported",
              VERSION_CHECK,
              "return digest.get().equals(version.digest())",
              "return digest.isPresent()",
              FSCK + "bytesOfAnotherDigestAreFoundIfTheyAreRead"),
          mutation(
              "wrong reference counts are not reported",
              VERSION_CHECK,
              "if (references.complete() && entry.references() != references.to(number)) {",
              "if (false) {",
              FSCK + "wrongReferenceCountsAreFound"),
          mutation(
              "idempotency keys of no version are not reported",
              VERSION_CHECK,
              ".filter(key -> !shortened(key.fingerprint()).equals(committed.get(key.version())))",
              ".filter(key -> false)",
              FSCK + "idempotencyKeyOfNoVersionIsFound"),
          mutation(
              "an alias of a deleted version is not reported",
              ALIAS_CHECK,
              "if (target.state() != VersionState.ACTIVE) {",
              "if (false) {",
              FSCK + "aliasOfAVersionThatIsDeletedOrNotThereIsFound"),
          mutation(
              "missing ledger rows are not reported",
              ALIAS_CHECK,
              "if (row.entry().revision() != expected) {",
              "if (false) {",
              FSCK + "missingLedgerRowsAreFound"),
          mutation(
              "a broken chain of ledger rows is not reported",
              ALIAS_CHECK,
              "if (!newer.before().equals(older.after())) {",
              "if (false) {",
              FSCK + "brokenChainIsFound"),
          mutation(
              "a way back that is not in the ledger is not reported",
              ALIAS_CHECK,
              "if (back != 0 && ",
              "if (back < 0 && ",
              FSCK + "wayBackThatIsNotInTheLedgerIsFound"),
          mutation(
              "an endpoint of the SDK's own settings is asked by the bucket's host name",
              CLIENTS,
              "if (Objects.equals(inForce, endpoint)) {",
              "if (true) {",
              ENDPOINT + "environmentIsAskedInPathStyle",
              ENDPOINT + "profileIsAskedInPathStyle"),
          mutation(
              "one refused setting ends the set-up",
              SETUP_MODE,
              "if (e.retryable()) {",
              "if (true) {",
              SETUP + "refusedLifecycleRuleIsReportedAndTheTableMade"),
          mutation(
              "an SDK that is too old is taken",
              SDK_VERSION,
              "if (version.compareTo(LEAST) < 0) {",
              "if (false) {",
              SDK + "olderSdkIsRefusedByName"),
          mutation(
              "a table is used with another place than its own",
              BINDING,
              "if (!item.place().equals(own.place())) {",
              "if (false) {",
              ONE_PLACE + "secondPrefixOfOneTableIsRefused"),
          mutation(
              "a restored copy is taken for the table",
              BINDING,
              "} else if (!item.table().equals(own.table())) {",
              "} else if (false) {",
              ONE_PLACE + "restoredCopyIsRefusedUntilItTakesOver"),
          mutation(
              "the place of another table is used",
              BINDING,
              "} else if (!marker.table().equals(own.table())) {",
              "} else if (false) {",
              ONE_PLACE + "secondTableOnOnePlaceIsRefused"),
          mutation(
              "a table that lost a race for a place stays bound to it",
              BINDING,
              "item.release(own);",
              "own.text();",
              ONE_PLACE + "ofTablesThatRaceForAPlaceOneWins"),
          mutation(
              "a take-over gives numbers again",
              BINDING,
              "if (highest > 0 && item",
              "if (highest < 0 && item",
              ONE_PLACE + "restoredCopyIsRefusedUntilItTakesOver"),
          mutation(
              "large content is sent before the place is checked",
              new Source("core", "dev.versioned.internal.publish.Stager"),
              "place.checkStarted();",
              "",
              ONE_PLACE + "largeContentIsNotSentToTheSecondPrefix"),
          mutation(
              "a version of $LATEST hides what was put later",
              VERSION_ENTRY,
              "(latestRevision == null || latestRevision >= copy.revision())",
              "true",
              EXPLORATION + "whatWasPutStaysLatestBesideItsPublishes"),
          mutation(
              "an artifact is retired whatever its working copy's revision is",
              LATEST_ITEM,
              "new ItemWrite.Put(VersionItems.writeRemoved(artifact, revision + 1), at(revision))",
              "new ItemWrite.Put(VersionItems.writeRemoved(artifact, revision + 1), Condition.always())",
              RANDOM),
          mutation(
              "a move that is made again is made twice",
              ALIAS_PARTITION,
              "keyed(moves).forEach(move -> writes.add(record(move)));",
              "",
              EXPLORATION + "rollbacksThatAreMadeAgain"));

  private PromiseMutations() {}
}
