package dev.versioned.s3dynamo.python;

import dev.versioned.maintenance.ForeignArtifact;
import java.util.List;
import java.util.Objects;

/**
 * What {@link PythonRepository#examine} found.
 *
 * @param artifacts what can be imported: {@code repository.importForeign(artifacts).run()}; their
 *     bytes can be read until the {@link PythonRepository} is closed
 * @param faults what is broken, and left out of the artifacts
 */
public record PythonExamination(List<ForeignArtifact> artifacts, List<PythonFault> faults) {
  /**
   * Makes the value; the lists are copied.
   *
   * @param artifacts what can be imported
   * @param faults what is left out
   */
  public PythonExamination {
    artifacts = List.copyOf(Objects.requireNonNull(artifacts, "artifacts"));
    faults = List.copyOf(Objects.requireNonNull(faults, "faults"));
  }
}
