package dev.versioned.testkit;

/**
 * A known difference of a local server from AWS.
 *
 * <p>A test that needs the real behaviour checks {@link LocalAws#deviations()} and is skipped with
 * a reason. A constant describes what was observed when the servers were tested, not what their
 * makers document; a deviation that is not listed was not observed, which does not prove that it
 * does not exist.
 */
public enum ServerDeviation {

  /**
   * CopyObject overwrites an existing object although the request has {@code If-None-Match: *} for
   * the destination, even if it then answers 412.
   */
  COPY_IGNORES_DESTINATION_CONDITION("CopyObject ignores If-None-Match on its destination"),

  /**
   * Several concurrent CompleteMultipartUpload calls for one key with {@code If-None-Match: *} may
   * all win. A call that comes after another has ended is refused.
   */
  IF_NONE_MATCH_COMPLETION_NOT_ATOMIC(
      "racing CompleteMultipartUpload calls with If-None-Match can all win"),

  /** Several concurrent PutObject calls with the same {@code If-Match} may all win. */
  IF_MATCH_PUT_NOT_ATOMIC("racing PutObject calls with If-Match can both win"),

  /** DeleteObject with {@code If-Match} is refused as not implemented, or deletes regardless. */
  CONDITIONAL_DELETE_UNSUPPORTED("DeleteObject does not honour If-Match"),

  /**
   * A conditional write that races another is never answered with 409 ConditionalRequestConflict,
   * as AWS may do: a test must inject that answer.
   */
  NO_CONDITIONAL_REQUEST_CONFLICT("409 ConditionalRequestConflict never occurs"),

  /**
   * A checksum that the SDK sends after the body, such as its default one, is accepted but not
   * stored. A checksum sent before the body is verified and stored.
   */
  DEFAULT_CHECKSUM_NOT_STORED("checksums that follow the body are not stored"),

  /**
   * Checksums of parts are verified but not listed, and the object has one only if
   * CompleteMultipartUpload repeats them.
   */
  MULTIPART_CHECKSUM_NOT_KEPT("checksums of parts are lost unless the completion repeats them"),

  /** CopyObject and UploadPartCopy neither compute nor store a checksum. */
  COPY_CHECKSUM_NOT_STORED("copies have no checksum"),

  /** CompleteMultipartUpload accepts a wrong {@code x-amz-mp-object-size}. */
  MULTIPART_SIZE_NOT_CHECKED("the announced size of a multipart object is not checked"),

  /**
   * UploadPart succeeds for an upload that never began, was completed or was aborted. The part
   * appears in no list, and prevents the bucket from being deleted.
   */
  UPLOAD_PART_TO_UNKNOWN_UPLOAD_ACCEPTED("UploadPart to an unknown upload succeeds"),

  /** GetObject and HeadObject with a part number are refused as not implemented. */
  NO_READ_BY_PART_NUMBER("objects cannot be read by part number"),

  /** A wrong {@code x-amz-expected-bucket-owner} is accepted. */
  EXPECTED_BUCKET_OWNER_IGNORED("a wrong expected bucket owner is accepted"),

  /** User metadata outside ASCII makes the request fail. */
  NON_ASCII_METADATA_FAILS("user metadata must be ASCII"),

  /** User metadata of more than AWS's 2 KB is accepted. */
  METADATA_SIZE_NOT_LIMITED("user metadata may be larger than 2 KB"),

  /**
   * Some keys that S3 allows are refused: {@code a} if there is {@code a/b}, empty, {@code .} and
   * {@code ..} segments, a leading slash.
   */
  KEYS_RESTRICTED_AS_PATHS("keys must make sense as paths of files"),

  /** A segment of a key may have 254 bytes at most. */
  KEY_SEGMENT_LIMITED("a segment of a key may have 254 bytes at most"),

  /** Object tags are refused as not implemented, or ignored when given with the object. */
  NO_OBJECT_TAGS("objects have no tags"),

  /** Retention and legal hold are ignored, without an error, when given with the object. */
  NO_OBJECT_LOCK("object lock is ignored"),

  /** Bucket versioning is refused as not implemented. */
  NO_BUCKET_VERSIONING("buckets cannot be versioned"),

  /** Neither default encryption of a bucket nor that of an object can be set. */
  NO_ENCRYPTION_SETTINGS("encryption cannot be set"),

  /** Lifecycle rules are refused as not implemented. */
  NO_LIFECYCLE("buckets have no lifecycle rules"),

  /** PutPublicAccessBlock is refused as not implemented. */
  NO_PUBLIC_ACCESS_BLOCK("buckets have no public access block"),

  /** PutBucketOwnershipControls is refused as not implemented. */
  NO_OWNERSHIP_CONTROLS("buckets have no ownership controls"),

  /** PutBucketPolicy is refused as not implemented. */
  NO_BUCKET_POLICY("buckets have no policy"),

  /** PutBucketTagging is refused as not implemented. */
  NO_BUCKET_TAGS("buckets have no tags"),

  /** Every signed request is allowed: IAM policies and bucket policies are not applied. */
  PERMISSIONS_NOT_ENFORCED("no policy is enforced"),

  /**
   * DynamoDB transactions wait for each other instead of being cancelled with TransactionConflict:
   * a test must inject that answer.
   */
  NO_TRANSACTION_CONFLICT("TransactionConflict never occurs"),

  /** No request is ever throttled: a test must inject that answer. */
  NO_THROTTLING("requests are never throttled"),

  /** A secondary index shows every write at once; in AWS it follows after some delay. */
  INDEXES_ALWAYS_CURRENT("secondary indexes never lag"),

  /** Time to live can be set, but expired items stay. */
  NO_TTL("expired items are not removed"),

  /** Continuous backups, and so point-in-time recovery, are unknown operations. */
  NO_PITR("tables have no point-in-time recovery"),

  /** Tags of a table are unknown operations, or ignored when given with the table. */
  NO_TABLE_TAGS("tables have no tags");

  private final String description;

  ServerDeviation(String description) {
    this.description = description;
  }

  /**
   * Returns a description for the reason of a skipped test.
   *
   * @return a short sentence without a full stop
   */
  public String description() {
    return description;
  }
}
