package dev.versioned.simulation;

import dev.versioned.internal.record.LatestView;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Follows {@code $LATEST}: content that was put is {@code $LATEST} until the next put or until a
 * version hides it. A version of content hides puts before its number was reserved; a version of a
 * working copy hides that copy, and earlier ones.
 */
final class LatestWatch {
  private final History<Long> lastNumbers;
  private final Map<String, Long> begun = new HashMap<>();
  private final History<Long> revisions = new History<>(0, 0L);
  private List<VersionEntry> entries = List.of();
  private Optional<WorkingCopy> copy = Optional.empty();
  private long putAt;

  LatestWatch(History<Long> lastNumbers) {
    this.lastNumbers = lastNumbers;
  }

  void began(String prefix, long step) {
    begun.put(prefix, step);
  }

  /**
   * Compares {@code $LATEST} with its expected value, if anything has changed.
   *
   * @param view the library's view of it
   */
  void observe(
      long revision,
      Optional<WorkingCopy> now,
      List<VersionEntry> all,
      Supplier<LatestView> view,
      long step) {
    Oracle.check(
        revision > revisions.now()
            || (revision == revisions.now() && now.isPresent() == copy.isPresent()),
        1,
        () -> "$LATEST went from revision " + revisions.now() + " to " + revision);
    if (revision != revisions.now()) {
      revisions.set(step, revision);
      putAt = step;
    } else if (all.equals(entries)) {
      return;
    }
    copy = now;
    entries = all;
    for (VersionEntry entry : all) {
      if (entry instanceof VersionEntry.Committed version) {
        Oracle.check(
            isOfLatest(version) == (version.latestRevision() != null),
            1,
            () -> version + " does not say whether it is of $LATEST");
      }
    }
    now.ifPresent(put -> check(put, view.get().latest().orElseThrow()));
  }

  /** Returns whether a version was published from {@code $LATEST}; its description says so. */
  private static boolean isOfLatest(VersionEntry.Committed version) {
    return version.version().description().startsWith(Tokens.OF_LATEST);
  }

  private void check(WorkingCopy put, Version latest) {
    boolean isPut = !latest.isPublished();
    Oracle.check(
        isPut || mayBeHidden(put), 1, () -> put + " was put, and is hidden, by " + entries);
    Oracle.check(
        !isPut || !mustBeHidden(put), 1, () -> put + " is $LATEST, in spite of " + entries);
  }

  private boolean mayBeHidden(WorkingCopy put) {
    String id = put.uploadId();
    long from = begun.getOrDefault(id.substring(0, id.lastIndexOf('.') + 1), putAt);
    return isHidden(put, from);
  }

  private boolean mustBeHidden(WorkingCopy put) {
    return isHidden(put, putAt);
  }

  /** Returns whether a version that was reserved after a step hides it. */
  private boolean isHidden(WorkingCopy put, long step) {
    return entries.stream()
        .filter(VersionWatch::isActive)
        .map(VersionEntry.Committed.class::cast)
        .anyMatch(
            version -> {
              Long revision = version.latestRevision();
              return revision == null
                  ? lastNumbers.since(version.number().value()) > step
                  : revision >= put.revision();
            });
  }

  /** Checks that a version of {@code $LATEST} names a revision that existed during the span. */
  void checkFrom(VersionNumber number, VersionEntry entry, Span span) {
    Long revision = entry instanceof VersionEntry.Committed v ? v.latestRevision() : null;
    Oracle.check(
        revision != null && revisions.was(span, revision::equals),
        1,
        () -> number + " is not of revision " + revision + " of $LATEST");
  }
}
