package dev.versioned.model;

import java.util.Objects;

/**
 * Where a blob lies, without the store's own prefix: {@code checkout/000000000007} for version 7,
 * {@code checkout/latest/01J…} for an upload of {@code $LATEST}.
 *
 * <p>Keys are leaves (none is a prefix of another up to a slash) and plain ASCII: S3-compatible
 * stores that keep files differ in everything else.
 *
 * @param value the key as text
 */
public record BlobKey(String value) {

  /**
   * Makes a key.
   *
   * @param value the key as text
   */
  public BlobKey {
    Objects.requireNonNull(value, "value");
  }

  /** The blob that names the store of items which a place belongs to. */
  public static final BlobKey MARKER = new BlobKey(".versioned");

  /**
   * Names the bytes of a version.
   *
   * @param artifact the artifact
   * @param version the version's number
   * @return the version key
   */
  public static BlobKey ofVersion(ArtifactName artifact, VersionNumber version) {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(version, "version");
    return new BlobKey(artifact + "/" + version.padded());
  }

  /**
   * Names an upload of {@code $LATEST}.
   *
   * @param artifact the artifact
   * @param uploadId an id that no other upload has
   * @return the upload's key
   */
  public static BlobKey ofUpload(ArtifactName artifact, String uploadId) {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(uploadId, "uploadId");
    return new BlobKey(artifact + "/latest/" + uploadId);
  }

  /** Returns the key itself. */
  @Override
  public String toString() {
    return value;
  }
}
