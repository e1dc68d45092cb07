package dev.versioned.internal.archive;

import dev.versioned.internal.catalog.ArchiveEntry;
import dev.versioned.model.ArtifactName;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Where an import comes from: a folder with an export, another repository, or a foreign one. */
public sealed interface ImportSource permits FolderSource, CatalogSource, ForeignSource {
  /** Returns the artifacts that are wanted, in order; fails if a named one is missing. */
  List<ArtifactName> artifacts(CopyRequest request);

  /**
   * Reads the entries of an artifact, each checked.
   *
   * @param place where the bytes of its versions will be stored
   */
  void read(
      ArtifactName artifact,
      String place,
      CopyRequest request,
      Consumer<Iterator<ArchiveEntry>> reader);

  /** Returns where the bytes are. */
  Contents contents();
}
