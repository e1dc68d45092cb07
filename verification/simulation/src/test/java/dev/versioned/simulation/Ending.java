package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.Artifact;
import dev.versioned.RepositorySettings;
import dev.versioned.RolloutHandle;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.maintenance.GcReport;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.AliasName;
import dev.versioned.model.Latest;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.Rollout.State;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.TickResult;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.testkit.fault.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The final actions and checks, when all actors have finished or died. */
final class Ending {
  private final Oracle oracle;
  private final BlobStore blobs;
  private final MemoryItemStore items;
  private final StoreNames names;
  private final Records records;
  private final Alone alone = new Alone();

  Ending(Oracle oracle, BlobStore blobs, MemoryItemStore items, StoreNames names) {
    this.oracle = oracle;
    this.blobs = blobs;
    this.items = items;
    this.names = names;
    this.records = new Records(items);
  }

  void run(BooleanSupplier applyLate) {
    Journal journal = new Journal(alone);
    journal.forget("end.");
    Hands hands =
        new Hands(
            new JournaledBlobStore(blobs, journal, true, names.place()),
            new JournaledItemStore(items, journal, names.table()),
            RepositorySettings.defaults(),
            journal,
            EnumSet.noneOf(Circumstance.class));
    oracle.keepDeleted(Duration.ZERO);
    repair(hands);
    boolean late = false;
    while (applyLate.getAsBoolean()) {
      late = true;
    }
    if (late) {
      repair(hands);
    }
    oracle.checkNoOrphan();
    oracle.checkTokens();
    oracle.checkLedgers();
    oracle.checkListed(records.isListed(Worlds.ARTIFACT));
    checkRolloutsAreFound(hands);
    finishRollouts(hands.artifact);
    checkRolloutsAreFound(hands);
    removeForeign(hands);
    checkPublishing(hands.artifact);
    checkPutting(hands.artifact);
  }

  private void repair(Hands hands) {
    GcReport report = Collecting.gc(hands, Duration.ZERO, Duration.ZERO).run();
    check(report.failures().isEmpty(), 9, () -> "the collector failed: " + report.failures());
    List<String> violations = Collecting.violations(hands, true);
    check(violations.isEmpty(), 9, () -> "fsck reports " + violations);
  }

  /** Checks that the rollouts that a ticker finds are those under way. */
  private void checkRolloutsAreFound(Hands hands) {
    Set<AliasName> underWay =
        records.aliases(Worlds.ARTIFACT).stream()
            .filter(
                alias -> alias.present().flatMap(AliasEntry.Present::rolloutUnderWay).isPresent())
            .map(AliasEntry::name)
            .collect(Collectors.toSet());
    Set<AliasName> found =
        hands
            .repository
            .rollouts()
            .map(status -> status.alias().name())
            .collect(Collectors.toSet());
    check(
        found.equals(underWay),
        8,
        () -> "rollouts of " + underWay + " are under way, and found are those of " + found);
  }

  /** Takes rollouts to their end with one ticker, in exactly as many ticks as are due. */
  private void finishRollouts(Artifact artifact) {
    for (AliasEntry alias : records.aliases(Worlds.ARTIFACT)) {
      if (alias.present().isPresent()) {
        artifact.alias(alias.name()).unfreeze();
      }
      RolloutHandle handle = artifact.alias(alias.name()).rollout();
      Rollout rollout =
          handle.find().map(RolloutStatus::rollout).filter(one -> !one.isOver()).orElse(null);
      if (rollout != null) {
        boolean healthy = alias.revision() % 2 == 0;
        Rollout end = finished(handle, rollout, healthy);
        // Before its first step, a rollout's version is not protected.
        boolean there =
            records
                .version(Worlds.ARTIFACT, rollout.plan().version())
                .filter(VersionWatch::isActive)
                .isPresent();
        check(
            end.state() == (healthy && there ? State.PROMOTED : State.ROLLED_BACK),
            8,
            () -> rollout + " did not come to its end, but to " + end);
        check(
            artifact
                .alias(alias.name())
                .read()
                .routing()
                .equals(Routing.to(healthy && there ? rollout.plan().version() : rollout.from())),
            8,
            () -> end + " is not what is served");
      }
    }
  }

  private Rollout finished(RolloutHandle handle, Rollout rollout, boolean healthy) {
    if (rollout.state() == State.PAUSED) {
      handle.resume();
    }
    HealthGate gate = seen -> healthy ? Health.healthy() : Health.unhealthy("at the end");
    approve(handle);
    TickResult result = handle.tick(gate);
    int left = rollout.plan().strategy().steps() - rollout.step() + 1;
    for (int i = 0; i < left && !result.status().rollout().isOver(); i++) {
      alone.sleep(Duration.ofHours(1));
      approve(handle);
      result = handle.tick(gate);
    }
    return result.status().rollout();
  }

  private static void approve(RolloutHandle handle) {
    if (handle.status().rollout().isAwaitingApproval()) {
      handle.approve(update -> update.by("the last person"));
    }
  }

  /** Checks that fsck reports intruders' objects, and removes them as a person would. */
  private void removeForeign(Hands hands) {
    try (Stream<BlobInfo> all = blobs.list(Worlds.ARTIFACT)) {
      all.filter(oracle::isForeign).toList().forEach(blob -> hands.blobs.delete(blob.key()));
    }
  }

  /**
   * Checks that, with no other actor, unchanged content gets no number and new content gets the
   * next one.
   */
  private void checkPublishing(Artifact artifact) {
    long last = records.artifact(Worlds.ARTIFACT).map(ArtifactRecord::lastNumber).orElse(0L);
    Optional<VersionEntry> newest =
        last == 0 ? Optional.empty() : records.version(Worlds.ARTIFACT, VersionNumber.of(last));
    for (Material material : Material.ALL) {
      boolean same =
          newest.isPresent()
              && newest.get() instanceof VersionEntry.Committed committed
              && VersionWatch.isActive(committed)
              && material.is(committed.version());
      PublishResult result =
          artifact.publish(material.content(), Publishing.options(material, "", "end"));
      check(
          result.outcome()
              == (same ? PublishResult.Outcome.UNCHANGED : PublishResult.Outcome.CREATED),
          4,
          () -> result + " of " + material + " after " + newest);
      if (same) {
        check(result.number().value() == last, 4, () -> result + " is not the newest");
      } else {
        check(result.number().value() > last, 3, () -> result + " came after " + last);
        break;
      }
    }
  }

  /** Checks that, with no other actor, {@code $LATEST} is the content that was put. */
  private void checkPutting(Artifact artifact) {
    Material material = Material.ALL.get(0);
    artifact.put(material.content(), Publishing.options(material, "end"));
    check(
        !artifact.resolve(Latest.LATEST).isPublished(),
        1,
        () -> "$LATEST is not what was put last");
  }

  /** A world without other actors and without failures. */
  private final class Alone implements Journal.World {
    private Duration waited = Duration.ZERO;

    @Override
    public boolean mayCall(StoreOperation operation) {
      return true;
    }

    @Override
    public boolean called(StoreOperation operation) {
      if (operation.isWrite()) {
        oracle.observe(Long.MAX_VALUE);
      }
      return true;
    }

    @Override
    public Instant now() {
      return blobs.now().plus(waited);
    }

    @Override
    public boolean sleep(Duration duration) {
      waited = waited.plus(duration);
      return true;
    }
  }
}
