package dev.versioned.model;

import dev.versioned.internal.KeyFileName;
import java.util.Objects;

/**
 * The key of a blob, without the store's own prefix: {@code checkout/000000000007/checkout.jar} for
 * version 7, {@code checkout/latest/01J…/checkout.jar} for an upload of {@code $LATEST}.
 *
 * <p>The last part is the file name, or the artifact's name if none was given. It contains only the
 * characters that S3 calls safe, letters, digits and {@code ! - _ . * ' ( )}; every other character
 * is replaced with {@code _}. It has at most 200 characters; a longer name is shortened and keeps
 * its extension. {@link Version#fileName} is the original name.
 *
 * <p>Keys are leaves (none is a prefix of another up to a slash) and plain ASCII: S3-compatible
 * stores that use files differ in how they handle anything else.
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

  /** The key of the blob that names the item store to which a place belongs. */
  public static final BlobKey MARKER = new BlobKey(".versioned");

  /**
   * The folder of the short-lived blobs with which a store is examined. No artifact can have its
   * name.
   */
  public static final String PROBES = "_probe/";

  /**
   * Returns the key of a version's bytes.
   *
   * @param artifact the artifact
   * @param version the version's number
   * @param fileName the file name as it was given; empty for none
   * @return the version key
   */
  public static BlobKey ofVersion(ArtifactName artifact, VersionNumber version, String fileName) {
    Objects.requireNonNull(fileName, "fileName");
    return new BlobKey(
        folderOf(artifact, version) + "/" + KeyFileName.of(artifact.value(), fileName));
  }

  /**
   * Returns the folder of a version number, which contains the number's blob.
   *
   * @param artifact the artifact
   * @param version the version's number
   * @return the part of the key before the last slash, such as {@code checkout/000000000007}
   */
  public static String folderOf(ArtifactName artifact, VersionNumber version) {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(version, "version");
    return artifact + "/" + version.padded();
  }

  /**
   * Returns the key of an upload of {@code $LATEST}.
   *
   * @param artifact the artifact
   * @param uploadId an id that no other upload has
   * @param fileName the file name as it was given; empty for none
   * @return the upload's key
   */
  public static BlobKey ofUpload(ArtifactName artifact, String uploadId, String fileName) {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(uploadId, "uploadId");
    Objects.requireNonNull(fileName, "fileName");
    return new BlobKey(
        artifact + "/latest/" + uploadId + "/" + KeyFileName.of(artifact.value(), fileName));
  }

  /** Returns the key itself. */
  @Override
  public String toString() {
    return value;
  }
}
