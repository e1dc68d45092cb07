package dev.versioned.model;

import dev.versioned.internal.KeyFileName;
import java.util.Objects;

/**
 * Where a blob is stored, without the store's own prefix: {@code
 * checkout/000000000007/checkout.jar} for version 7, {@code checkout/latest/01J…/checkout.jar} for
 * an upload of {@code $LATEST}.
 *
 * <p>The last part is the file name, or the artifact's name where none was given, cleaned to the
 * characters that S3 calls safe: letters, digits and {@code ! - _ . * ' ( )}; each other one
 * becomes {@code _}. It has at most 200 characters; a longer name keeps its extension. {@link
 * Version#fileName} is the name as it was given.
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
   * @param fileName the file name as it was given; empty for none
   * @return the version key
   */
  public static BlobKey ofVersion(ArtifactName artifact, VersionNumber version, String fileName) {
    Objects.requireNonNull(fileName, "fileName");
    return new BlobKey(
        folderOf(artifact, version) + "/" + KeyFileName.of(artifact.value(), fileName));
  }

  /**
   * Names the folder of a version number, which holds the number's blob.
   *
   * @param artifact the artifact
   * @param version the version's number
   * @return what precedes the last slash in the key, such as {@code checkout/000000000007}
   */
  public static String folderOf(ArtifactName artifact, VersionNumber version) {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(version, "version");
    return artifact + "/" + version.padded();
  }

  /**
   * Names an upload of {@code $LATEST}.
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
