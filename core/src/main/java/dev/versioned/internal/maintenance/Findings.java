package dev.versioned.internal.maintenance;

import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.maintenance.Violation;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.spi.ItemKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the records of one artifact that cannot be read, each once. */
public final class Findings implements Unreadable {
  private final ArtifactName artifact;
  private final Map<String, Violation> violations = new LinkedHashMap<>();

  public Findings(ArtifactName artifact) {
    this.artifact = artifact;
  }

  @Override
  public void found(ItemKey key, UnreadableRecordException why) {
    add(why);
  }

  void add(UnreadableRecordException why) {
    violations.putIfAbsent(
        why.record(),
        new Violation(
            Violation.Kind.RECORD_UNREADABLE,
            artifact,
            why.record(),
            "a record that this library wrote",
            String.valueOf(why.getMessage())));
  }

  public List<Violation> violations() {
    return List.copyOf(violations.values());
  }
}
