package dev.versioned.internal.archive;

import dev.versioned.internal.catalog.ArchiveEntry;
import dev.versioned.internal.catalog.ArchiveReader;
import dev.versioned.internal.catalog.ForeignItems;
import dev.versioned.internal.publish.ContentSource;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.transfer.LeastRate;
import dev.versioned.internal.transfer.VerifiedStream;
import dev.versioned.maintenance.ForeignArtifact;
import dev.versioned.maintenance.ForeignVersion;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Artifacts of a repository that is not of this library, as a source. */
public final class ForeignSource implements ImportSource {
  private final SortedMap<ArtifactName, ForeignArtifact> artifacts = new TreeMap<>();
  private final Settings settings;

  /**
   * Makes a source.
   *
   * @throws IllegalArgumentException if an artifact is given twice
   */
  public ForeignSource(Collection<ForeignArtifact> all, Settings settings) {
    this.settings = settings;
    for (ForeignArtifact artifact : all) {
      if (artifacts.put(artifact.name(), artifact) != null) {
        throw new IllegalArgumentException("Cannot import " + artifact.name() + " twice");
      }
    }
  }

  @Override
  public List<ArtifactName> artifacts(CopyRequest request) {
    for (ArtifactName name : request.named()) {
      if (!artifacts.containsKey(name)) {
        throw new NotFoundException(
            "Cannot import " + name + ": there is no such artifact in the foreign repository",
            NotFoundException.Subject.ARTIFACT);
      }
    }
    return artifacts.keySet().stream().filter(request::wants).toList();
  }

  @Override
  public void read(
      ArtifactName artifact,
      String place,
      CopyRequest request,
      Consumer<Iterator<ArchiveEntry>> reader) {
    try {
      ForeignItems items = new ForeignItems(found(artifact));
      reader.accept(new ArchiveReader(artifact, place, items.all().iterator()));
    } catch (IllegalArgumentException e) {
      throw new UnreadableContentException("Cannot import " + artifact + ": " + e.getMessage(), e);
    }
  }

  private ForeignArtifact found(ArtifactName artifact) {
    return Objects.requireNonNull(artifacts.get(artifact), "artifact");
  }

  @Override
  public Contents contents() {
    return version ->
        new ContentSource(
            new ContentSource.OnePass(open(version)), version.contentType(), version.fileName());
  }

  private InputStream open(Version version) {
    String what = "import " + version;
    ForeignVersion foreign =
        found(version.artifact()).versions().stream()
            .filter(one -> one.id().equals(version.id()))
            .findFirst()
            .orElseThrow();
    try {
      return new VerifiedStream(
          foreign.bytes().open(),
          version.digest(),
          version.sizeBytes(),
          what,
          LeastRate.of(what, settings));
    } catch (IOException e) {
      throw BackendException.transientFailure(
          "Cannot " + what + ": its bytes cannot be read: " + e.getMessage(), e);
    }
  }
}
