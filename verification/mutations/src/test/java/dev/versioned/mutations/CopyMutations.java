package dev.versioned.mutations;

import static dev.versioned.mutations.Change.ALWAYS;
import static dev.versioned.mutations.Change.DROP;
import static dev.versioned.mutations.Change.NEVER;
import static dev.versioned.mutations.Change.SWAP;
import static dev.versioned.mutations.Change.as;
import static dev.versioned.mutations.Change.by;
import static dev.versioned.mutations.Mutation.mutation;

import java.util.List;

/** The mutations of exports, imports and copies. */
final class CopyMutations {
  private static final String HOSTILE = "HostileExportTest#";
  private static final String COPIES = "MemoryRepositoryTest#";
  private static final String IN_USE = "CopyWhileInUseTest#";
  private static final String PYTHON = "PythonRepositoryTest#";
  private static final String TEARDOWN = "TeardownTest#";
  private static final String OTHERS = IN_USE + "recordOfOthersIsNotOverwritten";
  private static final String WHOLE = COPIES + "exportIsImportedElsewhere";

  /** A write's condition always holds. */
  private static final Change HOLDS_ALWAYS = as("unconditional-wish-has-no-condition");

  static final List<Mutation> ALL =
      List.of(
          mutation(
              "an export without a manifest is imported",
              "export-without-a-manifest-is-refused",
              by("$r.orElseGet(java.util.TreeMap::new)"),
              HOSTILE + "exportWithoutManifestIsRefused"),
          mutation(
              "an export is read through links",
              "archive-is-read-through-no-link",
              DROP,
              HOSTILE + "linksAreNotFollowed"),
          mutation(
              "a line of an export fills the memory",
              "archive-has-no-endless-line",
              NEVER,
              HOSTILE + "endlessLineIsRefused"),
          mutation(
              "items that were changed are imported",
              "archived-items-have-their-digest",
              NEVER,
              HOSTILE + "changedItemsAreRefused"),
          mutation(
              "items of another artifact are imported",
              "archive-holds-one-artifact",
              NEVER,
              HOSTILE + "itemsAreChecked"),
          mutation(
              "numbers that were never reserved are imported",
              "archive-has-reserved-numbers-only",
              NEVER,
              HOSTILE + "itemsAreChecked"),
          mutation(
              "an upload's id leads to any key",
              "archived-upload-has-a-plain-id",
              NEVER,
              HOSTILE + "itemsAreChecked"),
          mutation(
              "a key of other content is imported",
              "archive-has-keys-of-its-versions",
              NEVER,
              HOSTILE + "itemsAreChecked"),
          mutation(
              "an alias of a missing version is imported",
              "archive-has-the-versions-of-its-aliases",
              NEVER,
              HOSTILE + "missingAndRepeatedItemsAreRefused"),
          mutation(
              "a ledger without its alias is imported",
              "archive-has-rows-of-its-aliases",
              NEVER,
              HOSTILE + "missingAndRepeatedItemsAreRefused"),
          mutation(
              "an export overwrites the bytes of another",
              "export-overwrites-no-bytes",
              NEVER,
              HOSTILE + "exportOfOtherBytesIsNotOverwritten"),
          mutation(
              "an alias is exported with a version that was deleted meanwhile",
              "exported-alias-keeps-its-version-active",
              DROP,
              IN_USE + "exportIsAsOfTheTimeOfItsAliases"),
          mutation(
              "a working copy is exported as newer than numbers to come",
              "exported-copy-is-older-than-numbers-to-come",
              by("$1"),
              IN_USE + "exportIsAsOfTheTimeOfItsAliases"),
          mutation(
              "an import that is refused has written something",
              "import-is-checked-before-it-writes",
              DROP,
              COPIES + "differentVersionIsRefusedBeforeAnyWrite"),
          mutation(
              "a version that differs is skipped",
              "version-that-differs-is-not-imported",
              NEVER,
              COPIES + "differentVersionIsRefusedBeforeAnyWrite"),
          mutation(
              "a number that only the target has is no reason to refuse",
              "target-has-no-number-that-the-archive-lacks",
              NEVER,
              COPIES + "firstNumberThatTheSourceLacksIsRefused"),
          mutation(
              "an alias that differs is skipped",
              "alias-that-differs-is-not-imported",
              DROP,
              COPIES + "movedAliasIsRefused"),
          mutation(
              "a working copy that differs is skipped",
              "copy-that-differs-is-not-imported",
              DROP,
              COPIES + "otherWorkingCopyIsRefused"),
          mutation(
              "an import leaves the counter",
              "counter-is-imported-first",
              DROP,
              IN_USE + "publisherInTheTargetTakesALaterNumber"),
          mutation(
              "an import sets the counter back",
              "imported-counter-never-falls",
              NEVER,
              COPIES + "olderExportLeavesTheCounter"),
          mutation(
              "a version is imported before its bytes",
              "imported-bytes-come-before-the-record",
              SWAP,
              "InterruptedCopyTest#importContinuesAfterEachCrash"),
          mutation(
              "bytes of another digest are imported",
              "imported-bytes-have-the-recorded-digest",
              NEVER,
              HOSTILE + "otherBytesAreRefused"),
          mutation(
              "an object of another writer is taken for the version's",
              "imported-bytes-replace-none",
              NEVER,
              COPIES + "objectOfAnotherWriterIsRefused"),
          mutation(
              "a version is imported without its state",
              "imported-state-comes-with-its-version",
              ALWAYS,
              WHOLE),
          mutation(
              "an import replaces a version",
              "imported-version-replaces-no-record",
              HOLDS_ALWAYS,
              OTHERS),
          mutation(
              "an import replaces a working copy",
              "imported-copy-replaces-none",
              HOLDS_ALWAYS,
              OTHERS),
          mutation(
              "an import replaces an idempotency key",
              "imported-key-replaces-no-key-in-use",
              HOLDS_ALWAYS,
              OTHERS),
          mutation(
              "an import replaces a row of a ledger",
              "imported-row-replaces-none",
              HOLDS_ALWAYS,
              OTHERS),
          mutation(
              "an import replaces an alias", "imported-alias-replaces-none", HOLDS_ALWAYS, OTHERS),
          mutation("an imported alias is no reference", "imported-alias-is-counted", DROP, WHOLE),
          mutation(
              "a rollout continues in two repositories",
              "imported-rollout-has-ended",
              NEVER,
              COPIES + "importedRolloutHasEnded"),
          mutation(
              "an alias whose rollout an import ends proves no row of its ledger",
              "imported-rollout-keeps-the-chain",
              by("\"\""),
              "SignedMoverTest#importedRolloutKeepsTheChainOfItsLedger"),
          mutation(
              "bytes of a Python repository that were written over are imported",
              "python-bytes-have-the-recorded-digest",
              NEVER,
              PYTHON + "whatIsBrokenIsListedAndLeftOut"),
          mutation(
              "an alias of a Python repository points to a version that was left out",
              "python-alias-of-a-broken-version-is-left-out",
              by("$r.filter(target -> true)"),
              PYTHON + "whatIsBrokenIsListedAndLeftOut"),
          mutation(
              "a LATEST of a Python repository that was published becomes a working copy",
              "python-latest-that-was-published-is-no-copy",
              NEVER,
              PYTHON + "hybridRepositoryKeepsNumbersTimesAndWeights"),
          mutation(
              "a repository is deleted by another's name",
              "teardown-is-confirmed-by-name",
              NEVER,
              TEARDOWN + "wrongConfirmationDeletesNothing"),
          mutation(
              "the place of another table is deleted",
              "teardown-refuses-a-place-of-others",
              NEVER,
              TEARDOWN + "placeOfOthersIsRefused"),
          mutation(
              "what nothing binds is deleted",
              "teardown-deletes-only-what-is-bound",
              NEVER,
              TEARDOWN + "whatNothingBindsIsRefused"),
          mutation(
              "objects of others are deleted with a repository",
              "teardown-keeps-foreign-objects",
              by("true"),
              TEARDOWN + "everythingIsDeletedAndForeignStays"),
          mutation(
              "a table with items of others is deleted",
              "teardown-keeps-a-table-of-others",
              NEVER,
              TEARDOWN + "everythingIsDeletedAndForeignStays"),
          mutation(
              "a protected table is found out when all else is deleted",
              "teardown-respects-deletion-protection",
              NEVER,
              TEARDOWN + "protectedTableIsRefusedBeforeAnythingIsDeleted"));

  private CopyMutations() {}
}
