package dev.versioned.mutations;

import static dev.versioned.mutations.Change.DROP;
import static dev.versioned.mutations.Change.EMPTY_OPTIONAL;
import static dev.versioned.mutations.Change.NEVER;
import static dev.versioned.mutations.Change.as;
import static dev.versioned.mutations.Change.by;
import static dev.versioned.mutations.Mutation.mutation;

import java.util.List;

/** Mutations of overrides: keys that always get a version. */
final class OverrideMutations {
  private static final String MODEL = "OverridesTest#";
  private static final String STORED = "StoredOverridesTest#";
  private static final String CONTRACT = "MemoryRepositoryTest#";

  static final List<Mutation> ALL =
      List.of(
          mutation(
              "an alias has any number of overrides",
              "overrides-have-a-largest-number",
              NEVER,
              MODEL + "sizesAreLimited"),
          mutation(
              "a key is overridden that no store can keep",
              "override-has-a-key-that-can-be-stored",
              NEVER,
              CONTRACT + "invalidOverridesAreRefused"),
          mutation(
              "an overridden key follows the weights",
              "override-comes-before-the-weights",
              NEVER,
              MODEL + "everyPublishedVectorHolds"),
          mutation(
              "$LATEST is combined with overrides",
              "overrides-need-numbered-versions",
              NEVER,
              MODEL + "latestIsRoutedToAlone"),
          mutation(
              "a version that keys are sent to can be deleted",
              "overridden-version-is-protected",
              DROP,
              CONTRACT + "overriddenVersionCannotBeDeleted"),
          mutation(
              "an alias does not name its overrides",
              "alias-names-its-overrides",
              DROP,
              CONTRACT + "overriddenKeyGetsItsVersion"),
          mutation(
              "overrides are named and not stored",
              "overrides-are-stored-with-the-move",
              DROP,
              CONTRACT + "overriddenKeyGetsItsVersion"),
          mutation(
              "stored overrides are replaced",
              "stored-overrides-are-never-replaced",
              as("unconditional-wish-has-no-condition"),
              STORED + "storedOverridesAreNotReplaced"),
          mutation(
              "an import takes other overrides than those that an alias names",
              "archive-has-the-overrides-of-its-aliases",
              NEVER,
              "HostileExportTest#otherOrMissingOverridesAreRefused"),
          mutation(
              "a rollback keeps the overrides of today",
              "rollback-restores-overrides",
              EMPTY_OPTIONAL,
              CONTRACT + "rollbackRestoresTheOverridesThatServed"),
          mutation(
              "a rollback restores overrides that no follower can read",
              "rollback-needs-its-overrides",
              DROP,
              STORED + "missingOverridesAreNotRoutedBy"),
          mutation(
              "a move clears all overrides",
              "other-moves-keep-overrides",
              by("$r.filter(nothing -> false).orElse($1)"),
              CONTRACT + "otherMovesKeepOverrides"),
          mutation(
              "an override ends a rollout",
              "rollout-survives-overrides",
              DROP,
              CONTRACT + "rolloutContinuesAndKeepsOverrides"),
          mutation(
              "a rollback after a rollout stops at its last step",
              "overrides-within-a-rollout-are-undone-with-it",
              DROP,
              CONTRACT + "rolloutFromLatestIsUndoneWithItsOverrides"),
          mutation(
              "a rollback skips a change of overrides",
              "overrides-are-a-step-of-the-way-back",
              DROP,
              CONTRACT + "rollbackRestoresTheOverridesThatServed"),
          mutation(
              "overrides that were set during a rollout are lost by a later rollback",
              "overrides-set-since-serve-too",
              NEVER,
              CONTRACT + "rolloutContinuesAndKeepsOverrides"),
          mutation(
              "a follower that reads too early never gets the overrides",
              "overrides-that-are-late-are-read-again",
              NEVER,
              STORED + "lateOverridesAreReadStrongly"),
          mutation(
              "who writes to the table steers keys",
              "overrides-are-those-that-the-alias-names",
              NEVER,
              STORED + "changedOverridesAreNotRoutedBy"),
          mutation(
              "a follower keeps the overrides of an earlier revision",
              "follower-takes-the-overrides-of-its-alias",
              by("true"),
              CONTRACT + "overriddenKeyGetsItsVersion"),
          mutation(
              "a state file has overrides of its own",
              "kept-overrides-are-of-the-alias",
              NEVER,
              "AliasFileTest#otherOverridesAreNotUsed"),
          mutation(
              "fsck does not read overrides",
              "overrides-that-do-not-fit-are-reported",
              DROP,
              STORED + "changedOverridesAreNotRoutedBy"),
          mutation(
              "fsck does not compare overrides with the ledger",
              "overrides-without-a-row-are-reported",
              NEVER,
              STORED + "earlierOverridesThatWerePutBackAreFound"));

  private OverrideMutations() {}
}
