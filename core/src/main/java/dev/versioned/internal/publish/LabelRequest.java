package dev.versioned.internal.publish;

import dev.versioned.model.Label;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A change of labels, gathered.
 *
 * @param added the labels to add, or whose values to change
 * @param removed the names to remove
 * @param expected the revision that they must have
 */
public record LabelRequest(List<Label> added, Set<String> removed, Optional<Long> expected) {

  /** Returns labels with this change. */
  SortedMap<String, String> apply(SortedMap<String, String> labels) {
    SortedMap<String, String> changed = new TreeMap<>(labels);
    changed.keySet().removeAll(removed);
    added.forEach(label -> changed.put(label.name(), label.value()));
    return changed;
  }
}
