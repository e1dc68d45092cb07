package dev.versioned.spi;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.VersionNumber;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stores bytes under keys that are written once.
 *
 * <p>The caller guarantees that it writes a version key only for a number reserved for it, deletes
 * only blobs that nothing refers to, and compares attempt ids when a key is {@link
 * WriteResult.Occupied}. The store guarantees that a key holds nothing or one complete blob, that a
 * second write never changes it, that bytes damaged in transit are refused, and that every later
 * read, including listings, sees a finished write (S3's strong consistency).
 *
 * <p>Every method is thread-safe and throws {@link BackendException} if the store refuses or fails;
 * a write that failed in this way may still have happened. {@code BlobStoreContract} in the testkit
 * tests all of this.
 */
public interface BlobStore extends AutoCloseable {

  /**
   * Returns the size of the parts in which to send content. Content that fits into one part is sent
   * with {@link #create}, longer content as an upload.
   *
   * @param sizeBytes the size of the content
   * @param wantedBytes the requested part size
   * @return the size of each part but the last, always the same for the same arguments: the
   *     requested size, unless the store does not accept parts of that size, or not that many
   */
  default long partBytes(long sizeBytes, long wantedBytes) {
    return wantedBytes;
  }

  /**
   * Writes bytes under a key with one request, if the key is free.
   *
   * @param key the key
   * @param source the bytes, at most {@link #partBytes} of them
   * @param digest their digest, for the store to verify
   * @param header the data to store with them
   * @return {@code Written} or {@code Occupied}
   * @throws UnreadableContentException if the source cannot be read or has changed since it was
   *     hashed; nothing was written
   */
  WriteResult create(BlobKey key, BlobSource source, Digest digest, BlobHeader header);

  /**
   * Begins to write bytes under a key in parts. Completing the upload makes the blob, if the key is
   * free then.
   *
   * @param key the key
   * @param header the data to store with them
   * @param sizeBytes the total size of all parts
   * @return the upload, which the caller closes
   */
  BlobUpload begin(BlobKey key, BlobHeader header, long sizeBytes);

  /**
   * Begins like {@link #begin}, for a caller that will send the same bytes again if this upload
   * fails. The upload continues with the parts that an earlier one for the same key and attempt id
   * left in the store, because it was {@link BlobUpload#keep kept} or its process died.
   *
   * @param key the key
   * @param header the data to store with them, the same as in the earlier call
   * @param sizeBytes the total size of all parts
   * @return the upload, which the caller closes
   */
  default BlobUpload resume(BlobKey key, BlobHeader header, long sizeBytes) {
    return begin(key, header, sizeBytes);
  }

  /**
   * Writes a stream of unknown length under a key, if the key is free, in memory that does not
   * depend on the length.
   *
   * @param key the key
   * @param content the bytes, read to their end, not closed
   * @param header the data to store with them
   * @return {@code Written} or {@code Occupied}
   * @throws UnreadableContentException if the stream fails; nothing was written
   */
  WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header);

  /**
   * Copies a blob within the store, if the target key is free and the source is still the write
   * that its tag names.
   *
   * @param source the blob to copy, as returned by a write or by {@link #find}
   * @param target the key of the copy
   * @param header the data to store with the copy
   * @return any of the results
   */
  WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header);

  /**
   * Looks up a blob.
   *
   * @param key the key
   * @return the blob, with its attempt id; empty if none exists
   */
  Optional<BlobInfo> find(BlobKey key);

  /**
   * Opens a blob.
   *
   * @param key the key
   * @return its unverified bytes, or empty if no such blob exists; the caller closes the stream
   */
  Optional<InputStream> open(BlobKey key);

  /**
   * Opens a range of the bytes of exactly one write.
   *
   * @param blob the blob, as returned by a write or by {@link #find}
   * @param offset where to start, from 0
   * @param sizeBytes how many bytes, at least 1, all within the blob
   * @return these bytes, unverified, or empty if the blob no longer exists or is no longer the
   *     write that its tag names; the caller closes the stream, which it may do while another
   *     thread reads it: that ends the read
   */
  default Optional<InputStream> openRange(BlobInfo blob, long offset, long sizeBytes) {
    return find(blob.key())
        .filter(there -> there.etag().equals(blob.etag()))
        .flatMap(there -> open(there.key()))
        .map(bytes -> RangeStream.of(bytes, offset, sizeBytes));
  }

  /**
   * Returns a URL with which anyone can read a blob until it expires, without credentials of their
   * own. Makes no request to the store.
   *
   * @param key the key
   * @param validFor how long, 1 second to 7 days
   * @param contentType the content type to answer with
   * @param disposition the content disposition to answer with
   * @return the URL; empty if the store makes none
   */
  default Optional<URI> presign(
      BlobKey key, Duration validFor, String contentType, String disposition) {
    return Optional.empty();
  }

  /**
   * Removes a blob; removing a blob that does not exist succeeds.
   *
   * @param key the key
   */
  void delete(BlobKey key);

  /**
   * Lazily lists the blobs of an artifact, in ascending order of their keys.
   *
   * @param artifact the artifact
   * @return its version blobs and uploads, without attempt ids
   */
  Stream<BlobInfo> list(ArtifactName artifact);

  /**
   * Lazily lists the blobs in the folder of a version number, in ascending order of their keys. A
   * number has one blob, unless others wrote into its folder.
   *
   * @param artifact the artifact
   * @param number the number
   * @return the blobs, without attempt ids
   */
  Stream<BlobInfo> list(ArtifactName artifact, VersionNumber number);

  /**
   * Lazily lists the artifacts under whose names blobs or unfinished writes exist, each once, in no
   * particular order. Includes artifacts that are not in the catalog, such as those of a put that
   * crashed. Leaves out {@link BlobKey#MARKER} and the blobs under {@link BlobKey#PROBES}, which
   * belong to no artifact.
   *
   * @return their names
   */
  Stream<ArtifactName> artifacts();

  /**
   * Lazily lists the writes in parts under an artifact's name that were begun and neither finished
   * nor aborted.
   *
   * @param artifact the artifact
   * @return the unfinished writes, including those in progress; none if the store keeps nothing of
   *     a write before it is complete
   */
  Stream<UnfinishedWrite> unfinishedWrites(ArtifactName artifact);

  /**
   * Aborts an unfinished write and frees its bytes: from then on it cannot be finished. Aborting a
   * write that was finished or no longer exists succeeds, and changes nothing.
   *
   * @param write a write returned by {@link #unfinishedWrites}
   */
  void abort(UnfinishedWrite write);

  /**
   * Returns the time of the store's own clock, the one that sets {@link BlobInfo#lastModified} and
   * {@link UnfinishedWrite#startedAt}, so that ages are never the difference of two clocks. A
   * precision of whole seconds is enough.
   *
   * @return the store's time, never that of the caller's host
   */
  Instant now();

  /**
   * Returns the name of the place in which this store keeps its blobs, such as {@code
   * s3://bucket/prefix/}: the same text in every process, and a different one for every other
   * place. A repository binds the place to its {@link ItemStore#identity} with a blob under {@link
   * BlobKey#MARKER}, and refuses to write to a place that belongs to others. Makes no request. A
   * store that wraps another returns that one's place.
   *
   * @return the place; empty for a store that no other process can reach, which is not bound
   */
  default Optional<String> place() {
    return Optional.empty();
  }

  /**
   * Releases the resources that the store created itself; those that were passed to it stay open.
   */
  @Override
  void close();
}
