package dev.versioned.internal.maintenance;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.maintenance.Violation;
import dev.versioned.model.ArtifactName;
import dev.versioned.spi.Page;
import java.util.stream.Stream;

/** Reads the labels of an artifact's versions: those that cannot be read are findings. */
public final class LabelCheck {
  private LabelCheck() {}

  public static Stream<Violation> labels(
      Catalog catalog, ArtifactName artifact, int pageSize, Findings findings) {
    return Page.<StoredLabels>stream(
            last ->
                catalog.labels(
                    artifact, last == null ? null : last.labels().number(), pageSize, findings))
        .flatMap(readable -> Stream.empty());
  }
}
