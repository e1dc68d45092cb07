package dev.versioned.mutations;

import static dev.versioned.mutations.Change.ALWAYS;
import static dev.versioned.mutations.Change.DROP;
import static dev.versioned.mutations.Change.NEVER;
import static dev.versioned.mutations.Mutation.mutation;

import java.util.List;

/** The mutations of archives of directories, and of shared URLs. */
final class DirectoryMutations {
  private static final String TREES = "TreeTest#";
  private static final String UNPACKING = "UnpackerTest#";
  private static final String CACHED = "CachedDirectoryTest#";
  private static final String COMPARED = "ComparisonTest#";
  private static final String SHARED = "VersionUriTest#sharedUrlIsOfATrustedVersionForAWeek";

  static final List<Mutation> ALL =
      List.of(
          mutation(
              "one directory has several archives",
              "archive-has-one-order",
              DROP,
              TREES + "archiveOfTheSampleHasOneDigest",
              TREES + "datesAndOrderOfCreationDoNotCount"),
          mutation(
              "a link out of a directory is published",
              "packed-link-stays-inside",
              DROP,
              TREES + "linkThatMayLeaveIsRefused"),
          mutation(
              "a directory is published that never existed",
              "changed-directory-is-refused",
              NEVER,
              TREES + "changedDirectoryIsNoticed"),
          mutation(
              "two readers see different files in an archive",
              "archive-has-one-form",
              NEVER,
              UNPACKING + "damagedArchiveIsRefused"),
          mutation(
              "an archive writes outside of its directory",
              "entry-stays-in-its-directory",
              DROP,
              UNPACKING + "nameThatLeavesIsRefused"),
          mutation(
              "an archive has a link to any file of the machine",
              "unpacked-link-stays-inside",
              DROP,
              UNPACKING + "linkThatLeavesIsRefused"),
          mutation(
              "an archive makes any number of files",
              "unpacked-entries-are-bounded",
              NEVER,
              UNPACKING + "entriesAndBytesAreBounded"),
          mutation(
              "an archive fills the disk",
              "unpacked-bytes-are-bounded",
              NEVER,
              UNPACKING + "entriesAndBytesAreBounded",
              UNPACKING + "zipThatGrowsIsStopped"),
          mutation(
              "an archive makes paths of any length",
              "unpacked-paths-are-bounded",
              NEVER,
              UNPACKING + "pathsAreBounded"),
          mutation(
              "an archive makes folders of any depth",
              "unpacked-levels-are-bounded",
              NEVER,
              UNPACKING + "pathsAreBounded"),
          mutation(
              "a directory of the cache that was changed is used",
              "unpacked-tree-is-verified",
              ALWAYS,
              CACHED + "changedTreeIsUnpackedAgain"),
          mutation(
              "unpacked directories exceed the size of the cache",
              "unpacked-tree-is-counted",
              NEVER,
              CACHED + "treeCountsForTheSizeOfTheCache"),
          mutation(
              "a directory whose archive was evicted stays",
              "tree-is-evicted-with-its-file",
              DROP,
              CACHED + "treeIsEvictedWithItsFile"),
          mutation(
              "what a version has newly is no difference",
              "added-names-are-compared",
              DROP,
              COMPARED + "propertiesAreSameAddedRemovedOrChanged"),
          mutation(
              "comparing an archive fills the memory with names",
              "listed-entries-are-bounded",
              NEVER,
              COMPARED + "comparedArchivesAreBounded"),
          mutation(
              "comparing a zip bomb takes forever",
              "listed-bytes-are-bounded",
              NEVER,
              COMPARED + "comparedArchivesAreBounded"),
          mutation(
              "an unpacking removes what another one unpacks",
              "only-a-dead-unpacking-is-removed",
              ALWAYS,
              "DirectoryTest#remainsOfADeadProcessAreRemoved"),
          mutation(
              "a shared URL is valid for any time",
              "shared-url-expires-within-a-week",
              NEVER,
              SHARED),
          mutation(
              "a URL of an untrusted version is shared",
              "shared-version-is-trusted",
              DROP,
              SHARED));

  private DirectoryMutations() {}
}
