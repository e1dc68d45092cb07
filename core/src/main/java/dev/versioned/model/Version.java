package dev.versioned.model;

import dev.versioned.internal.Metadata;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A version of an artifact: the description of its bytes and their place. An immutable value.
 *
 * <p>As in Lambda, the working copy is a version too, the <i>unpublished</i> one: its {@link #id}
 * is {@link Latest#LATEST} instead of a number, and another put replaces it. A numbered version
 * never changes.
 *
 * @param artifact the artifact
 * @param id the version's number, or {@code $LATEST}
 * @param digest the digest of the bytes
 * @param sizeBytes the number of bytes
 * @param contentType the media type of the bytes
 * @param fileName the file name to offer for them; empty if none was given
 * @param description the publisher's description of the version; empty if none was given
 * @param metadata the publisher's own names and values, in order of the names
 * @param createdAt when it was published or put, by that process's clock
 * @param createdBy who published or put it; see {@link dev.versioned.RepositorySettings#actor}
 * @param key the key of the bytes in the blob store
 * @param place the part of {@link #uri} before the key: bucket and prefix, such as {@code
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

  /** The content type of {@link dev.versioned.Content#directory}. */
  public static final String DIRECTORY_TYPE = "application/vnd.versioned.directory+tar";

  /**
   * Makes a version; the metadata is copied.
   *
   * @param artifact the artifact
   * @param id the version's number, or {@code $LATEST}
   * @param digest the digest of the bytes
   * @param sizeBytes the number of bytes
   * @param contentType the media type of the bytes
   * @param fileName the file name to offer for them; empty if none was given
   * @param description the publisher's description of the version; empty if none was given
   * @param metadata the publisher's own names and values, in order of the names
   * @param createdAt when it was published or put, by that process's clock
   * @param createdBy who published or put it; see {@link dev.versioned.RepositorySettings#actor}
   * @param key the key of the bytes in the blob store
   * @param place the part of {@link #uri} before the key
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
        "Cannot return the number of "
            + this
            + ": the working copy has none until it is published");
  }

  /**
   * Returns the location of the bytes, for other programs such as Spark, Glue or {@code aws s3 cp}.
   * The object never changes; its name ends with the file name. Makes no request. Programs that
   * read the object by this URI need {@code s3:GetObject}, and must compare {@link #digest}
   * themselves.
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
   * Returns whether this is the archive of a directory, by its content type.
   *
   * @return whether the content type is {@link #DIRECTORY_TYPE}
   */
  public boolean isDirectory() {
    return contentType.equals(DIRECTORY_TYPE);
  }

  /**
   * Returns whether the metadata has a name with exactly this value: {@code
   * artifact.versions().filter(version -> version.hasMetadata("git.sha", "1a2b"))}.
   *
   * @param name the name
   * @param value the whole value
   * @return whether it has
   */
  public boolean hasMetadata(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    return value.equals(metadata.get(name));
  }

  /**
   * Returns the name under which this version can be saved in a folder: the last part of {@link
   * #fileName}, after any separator. The publisher chose the name, so a name that could do harm or
   * cannot be used is not returned.
   *
   * @return a name without separators, control and format characters; empty if none was given, or
   *     the name starts with a dot or a dash, has such a character or more than 255 bytes, or means
   *     something other than a file on this machine
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
