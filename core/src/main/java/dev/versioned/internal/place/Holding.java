package dev.versioned.internal.place;

import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobInfo;
import java.util.Optional;

/** What the two stores hold under one name of an artifact. */
public sealed interface Holding {

  /** Under a version number: at least one of the two is there. */
  record Numbered(VersionNumber number, Optional<BlobInfo> blob, Optional<VersionEntry> entry)
      implements Holding {}

  /** An upload of {@code $LATEST}. */
  record Upload(String uploadId, BlobInfo blob) implements Holding {}

  /** Neither: nothing that this library wrote, and nothing that it touches. */
  record Foreign(BlobKey key) implements Holding {}

  /** Tells by its key what a blob is. */
  static Holding of(ArtifactName artifact, BlobInfo blob) {
    String name = blob.key().value().substring(artifact.value().length() + 1);
    String uploads = "latest/";
    if (name.startsWith(uploads) && name.indexOf('/', uploads.length()) < 0) {
      return new Upload(name.substring(uploads.length()), blob);
    }
    // A zero number, or one of another width, is no version key.
    return name.matches("[0-9]{12}") && !name.equals("000000000000")
        ? new Numbered(VersionNumber.parse(name), Optional.of(blob), Optional.empty())
        : new Foreign(blob.key());
  }
}
