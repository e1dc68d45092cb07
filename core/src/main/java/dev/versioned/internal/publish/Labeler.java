package dev.versioned.internal.publish;

import dev.versioned.event.Event;
import dev.versioned.internal.Kinds;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.place.OwnPlace;
import dev.versioned.internal.read.MissingVersion;
import dev.versioned.internal.read.SameVersion;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.settings.Retry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionRef;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and changes the labels of versions. */
public final class Labeler {
  private final Catalog catalog;
  private final Settings settings;
  private final OwnPlace place;

  public Labeler(Catalog catalog, Settings settings, OwnPlace place) {
    this.catalog = catalog;
    this.settings = settings;
    this.place = place;
  }

  public VersionLabels find(Version version) {
    return catalog
        .findLabels(version.artifact(), version.number())
        .map(StoredLabels::labels)
        .orElseGet(() -> none(version));
  }

  private static VersionLabels none(Version version) {
    return new VersionLabels(
        version.artifact(),
        version.number(),
        new TreeMap<>(),
        0,
        version.createdAt(),
        version.createdBy());
  }

  /**
   * Changes labels: reads them, and writes them if no one has changed them since; else again.
   *
   * @throws RevisionConflictException if they do not have the expected revision, or others kept
   *     changing them
   */
  public VersionLabels change(
      ArtifactName artifact, VersionNumber number, VersionRef reference, LabelRequest request) {
    String what = "label " + artifact + ":" + number;
    Version version = active(artifact, number);
    if (reference instanceof Version passed) {
      SameVersion.check(passed, version, "label");
    }
    Retry retry = Retry.of(what, settings.contentionTimeout(), settings.environment());
    try {
      return change(what, version, request, retry);
    } catch (BackendException e) {
      throw retry.verdict(e);
    }
  }

  /** Labels of a number without a version would be those of a version to come. */
  private Version active(ArtifactName artifact, VersionNumber number) {
    place.startItemsCheck();
    Optional<VersionEntry> entry = catalog.findVersion(artifact, number);
    place.checkItems();
    return entry
        .flatMap(VersionEntry::active)
        .orElseThrow(() -> MissingVersion.noVersion("label", artifact, number, entry));
  }

  private VersionLabels change(String what, Version version, LabelRequest request, Retry retry) {
    String attemptId = settings.environment().ids().get();
    Optional<StoredLabels> stored = catalog.findLabels(version.artifact(), version.number());
    while (true) {
      VersionLabels before = stored.map(StoredLabels::labels).orElseGet(() -> none(version));
      long expected = request.expected().orElse(before.revision());
      // rule: labels-change-from-the-revision-expected
      if (expected != before.revision()) {
        throw new RevisionConflictException(
            "Cannot "
                + what
                + ": its labels have revision "
                + before.revision()
                + ", not "
                + expected
                + "; read them again",
            expected,
            before.revision());
      }
      SortedMap<String, String> values = request.apply(before.values());
      if (values.equals(before.values())) {
        return before;
      }
      VersionLabels after =
          new VersionLabels(
              version.artifact(),
              version.number(),
              values,
              before.revision() + 1,
              settings.environment().now(),
              settings.actor());
      StoredLabels.Result result =
          retry.untilAnswered(
              () -> catalog.replaceLabels(new StoredLabels(after, attemptId)), Optional.empty());
      if (result instanceof StoredLabels.Replaced) {
        return reported(before, after);
      } else if (!(result instanceof StoredLabels.Changed changed)) {
        throw Kinds.unknown(result);
      } else if (changed.current().filter(s -> s.attemptId().equals(attemptId)).isPresent()) {
        // rule: lost-reply-labels-once
        // The reply to an earlier attempt was lost.
        return reported(before, changed.current().get().labels());
      } else if (retry.isInDoubt()) {
        // An earlier attempt may have been applied, and changed by others since.
        throw retry.verdict(
            BackendException.transientFailure(
                "Cannot " + what + ": others changed its labels at the same time", null));
      } else if (!retry.pause()) {
        throw BackendException.transientFailure(
            "Cannot " + what + ": others kept changing its labels; retry later", null);
      } else {
        stored = changed.current();
      }
    }
  }

  private VersionLabels reported(VersionLabels before, VersionLabels after) {
    settings.events().report(new Event.Labelled(settings.environment().now(), before, after));
    return after;
  }
}
