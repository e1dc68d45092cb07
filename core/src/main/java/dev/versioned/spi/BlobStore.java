package dev.versioned.spi;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.VersionNumber;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps bytes under keys that are written once.
 *
 * <p>The caller guarantees that it writes a version key only for a number reserved for it, deletes
 * only what nothing refers to, and compares attempt ids when a key is {@link WriteResult.Occupied}.
 * The store guarantees that a key holds nothing or one whole blob, that a second write never
 * changes it, that bytes damaged on the way are refused, and that what was written is seen by every
 * later read, listing included (S3's strong consistency).
 *
 * <p>Every method is thread-safe and throws {@link BackendException} if the store refuses or fails;
 * a write that failed so may nevertheless have happened. {@code BlobStoreContract} in the testkit
 * tries all of this.
 */
public interface BlobStore extends AutoCloseable {

  /**
   * Tells in parts of which size to send content. What is no longer than that goes into one {@link
   * #create}, and longer content into an upload.
   *
   * @param sizeBytes how long the content is
   * @param wantedBytes the size that is asked for
   * @return the size of each part but the last, the same for the same question: what is asked for,
   *     unless the store takes no such parts, or not as many
   */
  default long partBytes(long sizeBytes, long wantedBytes) {
    return wantedBytes;
  }

  /**
   * Writes bytes under a key with one request, if nothing is there.
   *
   * @param key where to write
   * @param source the bytes, no more than {@link #partBytes} says
   * @param digest their digest, which the store has them checked against
   * @param header what to keep beside them
   * @return {@code Written} or {@code Occupied}
   * @throws UnreadableContentException if the source cannot be read or has changed since it was
   *     hashed; nothing was written
   */
  WriteResult create(BlobKey key, BlobSource source, Digest digest, BlobHeader header);

  /**
   * Begins to write bytes under a key in parts, which are made a blob when all are there, if
   * nothing is under the key then.
   *
   * @param key where to write
   * @param header what to keep beside them
   * @param sizeBytes how long all parts are together
   * @return the upload, which the caller closes
   */
  BlobUpload begin(BlobKey key, BlobHeader header, long sizeBytes);

  /**
   * Begins as {@link #begin} does, for a caller who will come again with the same bytes if this
   * upload breaks off: it goes on with what an earlier one for the same key and attempt id left,
   * because it was {@link BlobUpload#keep kept} or its process died.
   *
   * @param key where to write
   * @param header what to keep beside them, the same as in the earlier call
   * @param sizeBytes how long all parts are together
   * @return the upload, which the caller closes
   */
  default BlobUpload resume(BlobKey key, BlobHeader header, long sizeBytes) {
    return begin(key, header, sizeBytes);
  }

  /**
   * Writes a stream of unknown length under a key, if nothing is there, in memory that does not
   * depend on the length.
   *
   * @param key where to write
   * @param content the bytes, read to their end, not closed
   * @param header what to keep beside them
   * @return {@code Written} or {@code Occupied}
   * @throws UnreadableContentException if the stream fails; nothing was written
   */
  WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header);

  /**
   * Copies a blob within the store, if nothing is under the target yet and the source is still the
   * write that its tag names.
   *
   * @param source the blob to copy, as a write or {@link #find} told of it
   * @param target where to write
   * @param header what to keep beside the copy
   * @return any of the results
   */
  WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header);

  /**
   * Looks a blob up.
   *
   * @param key where to look
   * @return the blob, with its attempt id; empty if none exists
   */
  Optional<BlobInfo> find(BlobKey key);

  /**
   * Opens a blob.
   *
   * @param key where to read
   * @return its bytes as they are, unverified, or nothing if there is no such blob; the caller
   *     closes the stream
   */
  Optional<InputStream> open(BlobKey key);

  /**
   * Opens a range of the bytes of exactly one write.
   *
   * @param blob the blob, as a write or {@link #find} told of it
   * @param offset where to start, from 0
   * @param sizeBytes how many bytes, at least 1, all within the blob
   * @return these bytes as they are, unverified, or nothing if the blob is gone or is no longer the
   *     write that its tag names; the caller closes the stream, also while another thread reads it,
   *     which ends that read
   */
  default Optional<InputStream> openRange(BlobInfo blob, long offset, long sizeBytes) {
    return find(blob.key())
        .filter(there -> there.etag().equals(blob.etag()))
        .flatMap(there -> open(there.key()))
        .map(bytes -> RangeStream.of(bytes, offset, sizeBytes));
  }

  /**
   * Removes a blob; removing what is not there succeeds.
   *
   * @param key what to remove
   */
  void delete(BlobKey key);

  /**
   * Lists the blobs of an artifact, lazily, in ascending order of their keys.
   *
   * @param artifact the artifact
   * @return its version blobs and uploads, without attempt ids
   */
  Stream<BlobInfo> list(ArtifactName artifact);

  /**
   * Lists the blobs in the folder of a version number, lazily, in ascending order of their keys: a
   * number has one blob, unless others wrote into its folder.
   *
   * @param artifact the artifact
   * @param number the number
   * @return the blobs, without attempt ids
   */
  Stream<BlobInfo> list(ArtifactName artifact, VersionNumber number);

  /**
   * Lists the artifacts under whose names blobs or unfinished writes exist, lazily, each once, in
   * no particular order; also those that no catalog knows, as a put that died leaves them.
   *
   * @return their names
   */
  Stream<ArtifactName> artifacts();

  /**
   * Lists the writes in parts under an artifact's name that were begun and neither finished nor
   * aborted, lazily.
   *
   * @param artifact the artifact
   * @return the unfinished writes, those that are being made just now included; none if the store
   *     keeps nothing of a write before it is whole
   */
  Stream<UnfinishedWrite> unfinishedWrites(ArtifactName artifact);

  /**
   * Gives up an unfinished write and frees its bytes: from then on it cannot be finished. Aborting
   * what is finished or gone succeeds, and changes nothing.
   *
   * @param write what {@link #unfinishedWrites} gave
   */
  void abort(UnfinishedWrite write);

  /**
   * Tells the time by the store's own clock: the one that writes {@link BlobInfo#lastModified} and
   * {@link UnfinishedWrite#startedAt}, so that an age is never told by the difference of two
   * clocks. Whole seconds will do.
   *
   * @return the store's time, never from a clock of the caller's host
   */
  Instant now();

  /**
   * Names the place that this store keeps its blobs in, such as {@code s3://bucket/prefix/}: the
   * same text for every process, and another one for every other place. A repository binds it to
   * its {@link ItemStore#identity} by a blob under {@link BlobKey#MARKER}, and refuses to write to
   * a place of others. Makes no request. A store that wraps another returns that one's place.
   *
   * @return the place; empty for a store that no other process can reach, which is not bound
   */
  default Optional<String> place() {
    return Optional.empty();
  }

  /** Releases what the store made itself; what it was given stays open. */
  @Override
  void close();
}
