package dev.versioned.internal.catalog;

import dev.versioned.internal.AtOnce;
import dev.versioned.internal.Kinds;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads versions with their states. The two are in separate partitions and are read at the same
 * time, which takes no longer than one read. A record never changes, so the two always match.
 */
final class VersionStates {
  /** Reading this many of the newest states costs as much as reading one. */
  private static final int FEW = 16;

  private static final int LARGEST_PAGE = 64;

  private final VersionPartition records;
  private final StatePartition states;
  private final Executor executor;

  VersionStates(VersionPartition records, StatePartition states, Executor executor) {
    this.records = records;
    this.states = states;
    this.executor = executor;
  }

  Optional<VersionEntry> find(ArtifactName artifact, VersionNumber number) {
    AtOnce<VersionStatus> status = AtOnce.start(() -> states.find(artifact, number), executor);
    return records.find(artifact, number).map(record -> entry(record, status::join));
  }

  private static VersionEntry entry(NumberRecord record, Supplier<VersionStatus> status) {
    if (record instanceof VersionRecord version) {
      return version.in(status.get());
    } else if (record instanceof VersionEntry.Unused unused) {
      return unused;
    }
    throw Kinds.unknown(record);
  }

  Page<VersionEntry> list(
      ArtifactName artifact, @Nullable VersionNumber before, int limit, Unreadable unreadable) {
    VersionNumber next = before;
    while (true) {
      VersionNumber from = next;
      AtOnce<KnownStates> read =
          AtOnce.start(
              () -> states.known(artifact, from == null ? null : from.padded(), limit), executor);
      Page<NumberRecord> page = records.list(artifact, from, limit, unreadable);
      KnownStates known = read.join();
      List<VersionEntry> entries = new ArrayList<>();
      for (NumberRecord record : page.items()) {
        while (!known.cover(record.number())) {
          known = states.known(artifact, known.lowest(), limit);
        }
        KnownStates covering = known;
        try {
          entries.add(entry(record, () -> covering.of(record.number())));
        } catch (UnreadableRecordException e) {
          unreadable.found(Keys.state(artifact, record.number()), e);
        }
        next = record.number();
      }
      if (!entries.isEmpty() || !page.hasMore()) {
        return new Page<>(entries, page.hasMore());
      }
    }
  }

  /**
   * Returns the newest ACTIVE version. Nearly always that is the newest version of all, which was
   * never deleted and takes two reads.
   */
  Optional<VersionEntry.Committed> newestActive(ArtifactName artifact) {
    AtOnce<KnownStates> read = AtOnce.start(() -> states.known(artifact, null, FEW), executor);
    List<NumberRecord> newest = records.list(artifact, null, 1, Unreadable.FAIL).items();
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    KnownStates known = read.join();
    if (newest.get(0) instanceof VersionRecord record
        && known.cover(record.number())
        // rule: restored-version-is-looked-at-twice
        && known.of(record.number()).neverDeleted()) {
      return Optional.of(record.in(known.of(record.number())));
    }
    return newestActive(artifact, known);
  }

  /**
   * Reads all records after the states, so that it finds a version that was published before an
   * older one was deleted. In the opposite order it could see the deletion and miss the newer
   * version, and return a version that was never the newest.
   */
  private Optional<VersionEntry.Committed> newestActive(
      ArtifactName artifact, KnownStates firstKnown) {
    KnownStates known = firstKnown;
    Page<NumberRecord> newest = records.list(artifact, null, LARGEST_PAGE, Unreadable.FAIL);
    Optional<VersionEntry.Committed> found = firstActive(artifact, newest, known);
    for (int count = FEW * 4; found.isEmpty() && !known.coverAll(); count *= 4) {
      // rule: states-are-read-before-records
      known = states.newest(artifact, count);
      newest = records.list(artifact, null, LARGEST_PAGE, Unreadable.FAIL);
      found = firstActive(artifact, newest, known);
    }
    return found;
  }

  /** Returns the newest ACTIVE version among those whose states are known. */
  private Optional<VersionEntry.Committed> firstActive(
      ArtifactName artifact, Page<NumberRecord> newest, KnownStates known) {
    return Page.<NumberRecord>stream(
            last ->
                last == null
                    ? newest
                    : records.list(artifact, last.number(), LARGEST_PAGE, Unreadable.FAIL))
        .takeWhile(record -> known.cover(record.number()))
        .map(record -> entry(record, () -> known.of(record.number())))
        .filter(entry -> entry.active().isPresent())
        .map(VersionEntry.Committed.class::cast)
        .findFirst();
  }

  /**
   * Returns whether any ACTIVE version is newer than a working copy. Nearly always the newest
   * version decides; if that was published from an earlier copy, the versions in between are
   * checked.
   */
  boolean hide(WorkingCopy copy, VersionEntry.Committed newest) {
    if (newest.hides(copy) || newest.number().value() <= copy.lastNumber()) {
      return newest.hides(copy);
    }
    return Page.<VersionEntry>stream(
            last ->
                list(
                    newest.artifact(),
                    last == null ? newest.number() : last.number(),
                    LARGEST_PAGE,
                    Unreadable.FAIL))
        .takeWhile(entry -> entry.number().value() > copy.lastNumber())
        .anyMatch(entry -> entry instanceof VersionEntry.Committed version && version.hides(copy));
  }
}
