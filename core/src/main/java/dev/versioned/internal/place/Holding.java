package dev.versioned.internal.place;

import dev.versioned.internal.KeyFileName;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The contents of both stores under one name of an artifact. */
public sealed interface Holding {
  /** The folder of a number and a name in it; {@code 000000000000} is not a number. */
  Pattern VERSION = Pattern.compile("(?!0{12})([0-9]{12})/([^/]+)");

  Pattern UPLOAD = Pattern.compile("latest/([^/]+)/([^/]+)");

  /**
   * A version number: its entry, and the blobs in its folder, at least one of them.
   *
   * @param blobs one blob, or more if others wrote into the folder or a publish failed there
   */
  record Numbered(VersionNumber number, List<BlobInfo> blobs, Optional<VersionEntry> entry)
      implements Holding {
    /** Returns the blob under a key. */
    public Optional<BlobInfo> blob(BlobKey key) {
      return blobs.stream().filter(blob -> blob.key().equals(key)).findFirst();
    }
  }

  /** An upload of {@code $LATEST}. */
  record Upload(String uploadId, BlobInfo blob) implements Holding {}

  /** Any other object: this library did not write it, and does not touch it. */
  record Foreign(BlobKey key) implements Holding {}

  /** Classifies a blob by its key. */
  static Holding of(ArtifactName artifact, BlobInfo blob) {
    String name = blob.key().value().substring(artifact.value().length() + 1);
    Matcher version = VERSION.matcher(name);
    if (version.matches() && KeyFileName.isSafe(version.group(2))) {
      return new Numbered(VersionNumber.parse(version.group(1)), List.of(blob), Optional.empty());
    }
    Matcher upload = UPLOAD.matcher(name);
    return upload.matches() && KeyFileName.isSafe(upload.group(2))
        ? new Upload(upload.group(1), blob)
        : new Foreign(blob.key());
  }

  /**
   * Returns the highest version number of an artifact whose folder contains a blob; 0 if there is
   * none.
   */
  static long highestNumberWithBytes(BlobStore blobs, ArtifactName artifact) {
    try (Stream<BlobInfo> all = blobs.list(artifact)) {
      return all.map(blob -> of(artifact, blob))
          .mapToLong(
              holding -> holding instanceof Numbered numbered ? numbered.number().value() : 0)
          .max()
          .orElse(0);
    }
  }
}
