package dev.versioned.internal.archive;

import dev.versioned.internal.catalog.ArchiveEntry;
import dev.versioned.internal.catalog.ArchiveReader;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.publish.ContentSource;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.transfer.VersionBytes;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.UnreadableContentException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Another repository, as a source. */
public final class CatalogSource implements ImportSource {
  private final Catalog catalog;
  private final VersionBytes bytes;
  private final Settings settings;

  public CatalogSource(Catalog catalog, VersionBytes bytes, Settings settings) {
    this.catalog = catalog;
    this.bytes = bytes;
    this.settings = settings;
  }

  @Override
  public List<ArtifactName> artifacts(CopyRequest request) {
    if (request.artifacts().isPresent()) {
      return request.named().stream().filter(request::wants).sorted().toList();
    }
    try (Stream<ArtifactName> all = catalog.allArtifacts()) {
      return all.filter(request::wants).sorted().toList();
    }
  }

  @Override
  public void read(
      ArtifactName artifact,
      String place,
      CopyRequest request,
      Consumer<Iterator<ArchiveEntry>> reader) {
    try {
      reader.accept(
          new ArchiveReader(
              artifact,
              place,
              catalog
                  .dump(artifact, settings.pageSize())
                  .items(alias -> request.wants(alias.name()))
                  .iterator()));
    } catch (IllegalArgumentException e) {
      throw notTogether(artifact, e);
    }
  }

  /** Makes the error of records that contradict each other. */
  static UnreadableContentException notTogether(ArtifactName artifact, IllegalArgumentException e) {
    return new UnreadableContentException(
        "Cannot export "
            + artifact
            + ": its records do not belong together: "
            + e.getMessage()
            + "; run fsck",
        e);
  }

  @Override
  public Contents contents() {
    return version ->
        new ContentSource(
            new ContentSource.OnePass(bytes.open(version)),
            version.contentType(),
            version.fileName());
  }
}
