package dev.versioned.mutations;

import static dev.versioned.mutations.Change.ALWAYS;
import static dev.versioned.mutations.Change.DROP;
import static dev.versioned.mutations.Change.DROP_FIRST;
import static dev.versioned.mutations.Change.DROP_LAST;
import static dev.versioned.mutations.Change.NEVER;
import static dev.versioned.mutations.Change.by;
import static dev.versioned.mutations.Mutation.mutation;

import java.util.List;

/** Mutations of live deployments, and of the events that report what happens. */
final class LiveMutations {
  private static final String EVENTS = "EventsTest#";
  private static final String COUNTS = "FleetCountsTest#";
  private static final String SHARED = "SharedFollowersTest#";
  private static final String DEPLOYMENTS = "LiveDeploymentTest#";

  static final List<Mutation> ALL =
      List.of(
          mutation(
              "a preparation that fails is repeated at every refresh",
              "failing-preparation-backs-off",
              DROP_FIRST,
              "LiveAliasTest#failingPreparationIsTriedEverMoreRarely"),
          mutation(
              "a file in use is evicted",
              "pinned-file-is-not-evicted",
              by("removal.run()"),
              "PinnedFileTest#pinnedFileIsNotEvicted",
              "LiveDeploymentTest#loadedFileIsNotEvicted"),
          mutation(
              "every failed read is an event",
              "stale-alias-is-reported-once",
              ALWAYS,
              EVENTS + "staleAliasIsReportedOnceForEachOutage"),
          mutation(
              "a publish of unchanged content is an event",
              "only-a-new-version-is-an-event",
              ALWAYS,
              EVENTS + "onlyANewVersionIsPublished"),
          mutation(
              "a change without an answer is reported as refused",
              "change-without-an-answer-is-not-refused",
              ALWAYS,
              EVENTS + "unansweredMoveIsNotRefused"),
          mutation(
              "a change closes versions that were prepared for the next one",
              "version-prepared-for-later-is-kept",
              by("keep(now - 1)"),
              "LoadedVersionsTest#preparedVersionIsKeptOverOneChange"),
          mutation(
              "a version is used after it was closed",
              "retired-version-gets-no-user",
              NEVER,
              "UsersTest#retiredVersionGetsNoUser"),
          mutation(
              "a version is closed while it is used",
              "version-with-users-is-not-closed",
              ALWAYS,
              DEPLOYMENTS + "useEndsOnItsVersionAndIsWaitedFor"),
          mutation(
              "one user keeps a version in memory permanently",
              "version-is-closed-after-its-deadline",
              DROP,
              DEPLOYMENTS + "userThatStaysTooLongIsNotWaitedFor"),
          mutation(
              "any number of versions is in memory",
              "versions-in-memory-are-bounded",
              NEVER,
              DEPLOYMENTS + "tooManyVersionsWaitForRoom"),
          mutation(
              "shadow mode gives a version any number of requests",
              "shadow-traffic-is-bounded",
              NEVER,
              DEPLOYMENTS + "shadowSkipsWhatIsTooMuch"),
          mutation(
              "a rollout is judged by the requests of the one before",
              "another-split-counts-from-zero",
              DROP_LAST,
              "OutcomeTallyTest#anotherSplitCountsFromZero",
              "OutcomeTallyTest#reverseSplitCountsFromZero"),
          mutation(
              "a process that is pinned to a version distorts the comparison",
              "pinned-process-does-not-count",
              NEVER,
              "OutcomeTallyTest#pinnedProcessDoesNotCount"),
          mutation(
              "what a process counted in an earlier split counts again",
              "earlier-split-is-not-counted",
              DROP,
              COUNTS + "earlierSplitIsNotCounted"),
          mutation(
              "a step counts requests of the weight before",
              "step-counts-its-own-weight",
              DROP,
              COUNTS + "stepCountsItsOwnWeight"),
          mutation(
              "counts vanish when their process ends or leaves the sample",
              "counts-outlast-their-process",
              NEVER,
              COUNTS + "endedProcessCountsOnceAndOn",
              COUNTS + "processThatLeftTheSampleCountsOn"),
          mutation(
              "a report that arrives late takes counts back",
              "late-report-replaces-no-later-one",
              DROP,
              COUNTS + "lateReportReplacesNoLaterOne"),
          mutation(
              "counts that cannot be read are left out silently",
              "unreadable-counts-are-counted",
              NEVER,
              COUNTS + "unreadableCountsAreCountedAndTheReportIsKept"),
          mutation(
              "a step has more requests than the whole split",
              "step-counts-no-more-than-the-total",
              NEVER,
              COUNTS + "countsOfAThirdVersionAreRefused"),
          mutation(
              "a process reports any number of requests",
              "count-that-is-read-has-limits",
              NEVER,
              "OutcomeTextTest#hostileCountsAreRefused"),
          mutation(
              "every process of a host reads at every look",
              "one-turn-an-interval",
              NEVER,
              "HostPaceTest#turnIsTakenOnceDue"),
          mutation(
              "hosts that start at once read in step",
              "turns-of-hosts-are-spread",
              NEVER,
              "HostPaceTest#missedTurnsAreNotMadeUpForAtOnce"),
          mutation(
              "a process that starts routes by any shared state",
              "only-a-fresh-state-replaces-the-first-read",
              NEVER,
              SHARED + "stateThatIsOlderIsNotTakenByAStart"),
          mutation(
              "a shared state is used without its signatures",
              "shared-state-is-trusted-by-its-own-signatures",
              DROP,
              SHARED + "plantedStateWithoutASignatureIsNotTaken"),
          mutation(
              "a read that was late replaces a later one of another process",
              "later-shared-state-stays",
              ALWAYS,
              SHARED + "lateReadDoesNotReplaceALaterOne"),
          mutation(
              "a process that cannot share its reads no longer follows",
              "what-cannot-be-shared-is-read-alone",
              NEVER,
              SHARED + "directoryOthersMayWriteIsNotShared"),
          mutation(
              "a directory that others may write is shared",
              "folder-of-others-is-not-shared",
              DROP,
              SHARED + "directoryOthersMayWriteIsNotShared"));

  private LiveMutations() {}
}
