package dev.versioned.model;

import dev.versioned.internal.Metadata;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A version of an artifact: what its bytes are and where they are stored. An immutable value.
 *
 * <p>As in Lambda, the working copy is a version too, the <i>unpublished</i> one: its {@link #id}
 * is {@link Latest#LATEST} instead of a number, and another put replaces it. Everything said of a
 * numbered version holds permanently.
 *
 * @param artifact the artifact
 * @param id the version's number, or {@code $LATEST}
 * @param digest the digest of the bytes
 * @param sizeBytes how many bytes there are
 * @param contentType the media type of the bytes
 * @param fileName the file name to offer for them; empty if none was given
 * @param description what the publisher says of the version; empty if none was given
 * @param metadata the publisher's own names and values, in order of the names
 * @param createdAt when it was published, or put, by the clock of the process that did
 * @param createdBy who published, or put it; see {@link dev.versioned.RepositorySettings#actor}
 * @param key where the blob store keeps the bytes
 * @param place what precedes the key in {@link #uri}: bucket and prefix, such as {@code
 *     s3://acme-artifacts/prod/}; {@link #NO_PLACE} in a store that no other process can reach
 */
public record Version(
    ArtifactName artifact,
    Target id,
    Digest digest,
    long sizeBytes,
    String contentType,
    String fileName,
    String description,
    SortedMap<String, String> metadata,
    Instant createdAt,
    String createdBy,
    BlobKey key,
    String place)
    implements VersionRef {

  /** The place of a store in memory. */
  public static final String NO_PLACE = "memory:";

  /**
   * Makes a version; the metadata is copied.
   *
   * @param artifact the artifact
   * @param id the version's number, or {@code $LATEST}
   * @param digest the digest of the bytes
   * @param sizeBytes how many bytes there are
   * @param contentType the media type of the bytes
   * @param fileName the file name to offer for them; empty if none was given
   * @param description what the publisher says of the version; empty if none was given
   * @param metadata the publisher's own names and values, in order of the names
   * @param createdAt when it was published, or put, by the clock of the process that did
   * @param createdBy who published, or put it; see {@link dev.versioned.RepositorySettings#actor}
   * @param key where the blob store keeps the bytes
   * @param place what precedes the key in {@link #uri}
   * @throws IllegalArgumentException if the size is negative
   */
  public Version {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(fileName, "fileName");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(createdBy, "createdBy");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(place, "place");
    if (sizeBytes < 0) {
      throw new IllegalArgumentException(
          "Cannot make " + artifact + ":" + id + ": it cannot have " + sizeBytes + " bytes");
    }
    metadata = Metadata.copyOf(metadata);
  }

  /**
   * Returns the version's number.
   *
   * @return the number
   * @throws IllegalStateException if this is the working copy, which has none until it is published
   */
  public VersionNumber number() {
    if (id instanceof VersionNumber number) {
      return number;
    }
    throw new IllegalStateException(
        "Cannot tell the number of " + this + ": the working copy has none until it is published");
  }

  /**
   * Returns where the bytes are, for other programs: Spark, Glue, {@code aws s3 cp}. The object
   * never changes; its name ends with the file name. Makes no request. Who reads the object by this
   * URI needs {@code s3:GetObject} and compares {@link #digest} itself.
   *
   * @return the URI, such as {@code s3://acme-artifacts/prod/checkout/000000000007/checkout.jar}
   */
  public URI uri() {
    return URI.create(place + key);
  }

  /**
   * Returns whether this is a published, numbered version.
   *
   * @return false for the working copy
   */
  public boolean isPublished() {
    return id instanceof VersionNumber;
  }

  /**
   * Returns the name under which a file of this version can be made in a folder: the last part of
   * {@link #fileName}, after any separator. The publisher chose it, so it is not taken if it could
   * do harm or cannot be used.
   *
   * @return a name without separators, control and format characters; empty if none was given, or
   *     it starts with a dot or a dash, has such a character or more than 255 bytes, or means
   *     something else than a file on this machine
   */
  public Optional<String> localFileName() {
    return Metadata.localFileName(fileName);
  }

  /** Returns artifact and version as {@code checkout:7}. */
  @Override
  public String toString() {
    return artifact + ":" + id;
  }
}
