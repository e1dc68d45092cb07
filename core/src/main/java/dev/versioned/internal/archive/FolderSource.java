package dev.versioned.internal.archive;

import dev.versioned.internal.catalog.ArchiveEntry;
import dev.versioned.internal.catalog.ArchiveReader;
import dev.versioned.internal.publish.ContentSource;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** An export in a folder. */
public final class FolderSource implements ImportSource {
  private final ExportFolder folder;
  private final SortedMap<ArtifactName, Digest> manifest;

  private FolderSource(ExportFolder folder, SortedMap<ArtifactName, Digest> manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /** Opens a folder, which must hold a complete export. */
  public static FolderSource open(Path directory) {
    ExportFolder folder = new ExportFolder(directory);
    try {
      return new FolderSource(
          folder,
          Manifest.find(folder)
              // rule: export-without-a-manifest-is-refused
              .orElseThrow(
                  () ->
                      new UnreadableContentException(
                          "Cannot import from "
                              + folder.root()
                              + ": it holds no complete export; export again, which continues an"
                              + " interrupted one",
                          null)));
    } catch (IOException e) {
      throw failed(folder.root(), e);
    }
  }

  private static UncheckedIOException failed(Path path, IOException e) {
    return new UncheckedIOException("Cannot import from " + path + ": " + e, e);
  }

  @Override
  public List<ArtifactName> artifacts(CopyRequest request) {
    request
        .named()
        .forEach(
            name -> {
              if (!manifest.containsKey(name)) {
                throw new NotFoundException(
                    "Cannot import " + name + ": it is not in the export in " + folder.root(),
                    NotFoundException.Subject.ARTIFACT);
              }
            });
    return manifest.keySet().stream().filter(request::wants).toList();
  }

  @Override
  public void read(
      ArtifactName artifact,
      String place,
      CopyRequest request,
      Consumer<Iterator<ArchiveEntry>> reader) {
    Digest digest = manifest.get(artifact);
    if (digest == null) {
      throw new IllegalStateException(artifact + " is not in the manifest");
    }
    try (ExportFolder.Items items = folder.new Items(artifact, digest)) {
      reader.accept(new Checked(artifact, place, items));
    } catch (IOException e) {
      throw failed(folder.root(), e);
    }
  }

  /** The entries of a file of items, each of which is refused with its line if it is not valid. */
  private final class Checked implements Iterator<ArchiveEntry> {
    private final ArtifactName artifact;
    private final ExportFolder.Items items;
    private final ArchiveReader entries;

    Checked(ArtifactName artifact, String place, ExportFolder.Items items) {
      this.artifact = artifact;
      this.items = items;
      this.entries = new ArchiveReader(artifact, place, items.iterator());
    }

    @Override
    public boolean hasNext() {
      try {
        boolean more = entries.hasNext();
        if (!more) {
          items.verify();
        }
        return more;
      } catch (IllegalArgumentException | UnreadableRecordException e) {
        throw new UnreadableContentException(
            "Cannot import "
                + artifact
                + " from "
                + folder.root()
                + ": line "
                + items.line()
                + " of its items is not valid: "
                + e.getMessage(),
            e);
      }
    }

    @Override
    public ArchiveEntry next() {
      return entries.next();
    }
  }

  @Override
  public Contents contents() {
    return this::content;
  }

  private ContentSource content(Version version) {
    Path file = folder.checked(folder.bytes(version));
    return new ContentSource(
        new ContentSource.RegularFile(file), version.contentType(), version.fileName());
  }
}
