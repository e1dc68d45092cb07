package dev.versioned.maintenance;

import dev.versioned.internal.Metadata;
import dev.versioned.model.Digest;
import dev.versioned.model.Target;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A version in a repository that is not of this library, as it will be imported.
 *
 * @param id its number, or {@code $LATEST}
 * @param digest the digest of its bytes
 * @param sizeBytes the number of its bytes
 * @param contentType its content type
 * @param fileName its file name; empty if it has none
 * @param metadata its metadata
 * @param createdAt when it was published or put
 * @param deletedAt since when it is deleted, if it is; {@code $LATEST} never is
 * @param bytes opens its bytes
 */
public record ForeignVersion(
    Target id,
    Digest digest,
    long sizeBytes,
    String contentType,
    String fileName,
    SortedMap<String, String> metadata,
    Instant createdAt,
    Optional<Instant> deletedAt,
    Bytes bytes) {

  /** Opens the bytes of a version. */
  @FunctionalInterface
  public interface Bytes {
    /**
     * Opens the bytes from their start. May be called several times, by several threads.
     *
     * @return a stream, which the caller closes
     * @throws IOException if they cannot be read
     */
    InputStream open() throws IOException;
  }

  /**
   * Makes the value; the map is copied.
   *
   * @param id its number, or {@code $LATEST}
   * @param digest the digest of its bytes
   * @param sizeBytes the number of its bytes
   * @param contentType its content type
   * @param fileName its file name; empty if it has none
   * @param metadata its metadata
   * @param createdAt when it was published or put
   * @param deletedAt since when it is deleted, if it is
   * @param bytes opens its bytes
   * @throws IllegalArgumentException if the size is negative, or content type, file name or
   *     metadata are not valid in this library
   */
  public ForeignVersion {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(fileName, "fileName");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(deletedAt, "deletedAt");
    Objects.requireNonNull(bytes, "bytes");
    if (sizeBytes < 0) {
      throw new IllegalArgumentException(
          "Cannot import version " + id + ": it cannot have " + sizeBytes + " bytes");
    }
    Metadata.checkContentType(contentType);
    Metadata.checkFileName(fileName);
    metadata = Metadata.copyOf(metadata);
    Metadata.checkMetadata(metadata);
  }
}
