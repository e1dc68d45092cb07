package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.internal.record.StoredLabels;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.VersionNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The labels of all versions of an artifact, after every write: none is lost by a change of
 * another, and each change is made once.
 */
final class LabelWatch {
  private final Records records;
  private final ArtifactName artifact;
  private final Map<VersionNumber, History<VersionLabels>> histories = new HashMap<>();
  private final List<String> tokens = new ArrayList<>();

  LabelWatch(Records records, ArtifactName artifact) {
    this.records = records;
    this.artifact = artifact;
  }

  void observe(Predicate<VersionNumber> exists, long step) {
    List<StoredLabels> all = records.labels(artifact);
    check(all.size() >= histories.size(), 2, () -> "labels are gone: " + histories.keySet());
    for (StoredLabels stored : all) {
      VersionLabels now = stored.labels();
      History<VersionLabels> history = histories.get(now.number());
      if (history == null) {
        check(exists.test(now.number()), 2, () -> "labels of nothing: " + now.number());
        observe(Optional.empty(), now);
        histories.put(now.number(), new History<>(step, now));
      } else if (!history.now().equals(now)) {
        observe(Optional.of(history.now()), now);
        history.set(step, now);
      }
    }
  }

  private void observe(Optional<VersionLabels> before, VersionLabels now) {
    long revision = before.map(VersionLabels::revision).orElse(0L);
    check(now.revision() == revision + 1, 2, () -> "labels of " + now + " after " + revision);
    Map<String, String> old =
        before.<Map<String, String>>map(VersionLabels::values).orElse(Map.of());
    List<String> fresh =
        now.values().entrySet().stream()
            .filter(label -> !label.getValue().equals(old.get(label.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    check(fresh.size() == 1, 2, () -> "one change of " + old + " made " + now);
    tokens.add(now.values().get(fresh.get(0)));
    for (String name : old.keySet()) {
      check(
          now.values().containsKey(name)
              || (name.equals(Labelling.REPLACED) && fresh.get(0).equals(Labelling.SET)),
          2,
          () -> "the label " + name + " of " + old + " was lost: " + now);
    }
  }

  /** Returns whether the labels of a version were such at some time in a span. */
  boolean was(VersionNumber number, Span span, Predicate<VersionLabels> which) {
    History<VersionLabels> history = histories.get(number);
    return history != null && history.was(span, which);
  }

  /** Returns the tokens of all changes, each as often as it was made. */
  Stream<String> tokens() {
    return tokens.stream();
  }
}
