package dev.versioned.s3dynamo;

import dev.versioned.model.BlobKey;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.spi.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * The state of an interrupted upload in S3, from which it can be resumed.
 *
 * <p>S3 does not return the header that an unfinished upload was begun with. A resumable upload
 * therefore has one extra part, number 10,000, S3's last. It contains the attempt id and is left
 * out when the object is completed.
 *
 * @param uploadId the id of the upload
 * @param startedAt when it began, by S3's clock
 * @param parts its parts, by number
 * @param tagsAreMd5 whether the ETag of a part is its MD5, which it is unless S3 encrypts with a
 *     KMS key
 */
record ResumableUpload(
    String uploadId, Instant startedAt, Map<Integer, Part> parts, boolean tagsAreMd5) {
  private static final Logger LOG = LoggerFactory.getLogger(ResumableUpload.class);

  /**
   * Finds the upload that an attempt left behind. Returns empty if the permissions to look for it
   * are missing.
   */
  static Optional<ResumableUpload> find(Bucket bucket, BlobKey key, String attemptId) {
    byte[] mark = attemptId.getBytes(StandardCharsets.UTF_8);
    String name = bucket.key(key);
    try {
      return bucket
          .s3()
          .listMultipartUploadsPaginator(
              r -> r.bucket(bucket.name()).prefix(name).expectedBucketOwner(bucket.owner()))
          .uploads()
          .stream()
          .filter(upload -> upload.key().equals(name))
          .map(upload -> read(bucket, upload, mark))
          .flatMap(Optional::stream)
          .findFirst();
    } catch (SdkException e) {
      LOG.debug("cannot look for an earlier upload of {}", key, e);
      return Optional.empty();
    }
  }

  private static Optional<ResumableUpload> read(
      Bucket bucket, MultipartUpload upload, byte[] mark) {
    Map<Integer, Part> parts =
        bucket
            .s3()
            .listPartsPaginator(
                r ->
                    r.bucket(bucket.name())
                        .key(upload.key())
                        .uploadId(upload.uploadId())
                        .expectedBucketOwner(bucket.owner()))
            .parts()
            .stream()
            .collect(Collectors.toMap(Part::partNumber, Function.identity(), (one, same) -> one));
    Part marked = parts.get(PartSizes.MARK);
    if (marked == null || marked.size() != mark.length) {
      return Optional.empty();
    }
    boolean tagsAreMd5 = tag(marked).equals(HexFormat.of().formatHex(md5().digest(mark)));
    @Nullable String kept = marked.checksumCRC32C();
    boolean isOurs =
        kept == null ? tagsAreMd5 : kept.equals(Crc32c.base64(Crc32c.of(mark, mark.length)));
    return isOurs
        ? Optional.of(new ResumableUpload(upload.uploadId(), upload.initiated(), parts, tagsAreMd5))
        : Optional.empty();
  }

  /** Marks an upload with its attempt, for a later {@link #find}. */
  static void mark(Bucket bucket, BlobKey key, String uploadId, String attemptId) {
    byte[] mark = attemptId.getBytes(StandardCharsets.UTF_8);
    Call call = bucket.writing(key);
    bucket
        .errors()
        .call(
            call,
            () ->
                bucket
                    .s3()
                    .uploadPart(
                        r ->
                            r.bucket(bucket.name())
                                .key(bucket.key(key))
                                .uploadId(uploadId)
                                .partNumber(PartSizes.MARK)
                                .checksumCRC32C(Crc32c.base64(Crc32c.of(mark, mark.length)))
                                .expectedBucketOwner(bucket.owner()),
                        RequestBody.fromBytes(mark)));
  }

  /** Returns the part with this number, if it has the wanted content. */
  Optional<CompletedPart> completed(int number, BlobSource wanted) throws IOException {
    Part part = parts.get(number);
    if (part == null || part.size() != wanted.sizeBytes() || !isSame(part, wanted)) {
      return Optional.empty();
    }
    return Optional.of(
        CompletedPart.builder()
            .partNumber(number)
            .eTag(part.eTag())
            .checksumCRC32C(Crc32c.base64(wanted.crc32c()))
            .build());
  }

  /**
   * Compares by the checksum that S3 stores, and by the MD5 where the ETag is one. A CRC can be
   * forged: another writer's part would be sent along. Where there is no MD5, only the bytes of the
   * whole can tell, which are read before the version is made.
   */
  private boolean isSame(Part part, BlobSource wanted) throws IOException {
    @Nullable String kept = part.checksumCRC32C();
    if (kept != null && !kept.equals(Crc32c.base64(wanted.crc32c()))) {
      return false;
    }
    // rule: planted-part-is-sent-again
    if (kept == null || tagsAreMd5) {
      return tag(part).equals(HexFormat.of().formatHex(md5(wanted)));
    }
    return true;
  }

  private static String tag(Part part) {
    return part.eTag().replace("\"", "");
  }

  private static byte[] md5(BlobSource part) throws IOException {
    MessageDigest md5 = md5();
    try (InputStream in = new DigestInputStream(part.open(), md5)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return md5.digest();
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no MD5, although every JDK must provide it", e);
    }
  }
}
