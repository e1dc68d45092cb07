package dev.versioned.testkit;

import static dev.versioned.testkit.ServerDeviation.CONDITIONAL_DELETE_UNSUPPORTED;
import static dev.versioned.testkit.ServerDeviation.COPY_CHECKSUM_NOT_STORED;
import static dev.versioned.testkit.ServerDeviation.COPY_IGNORES_DESTINATION_CONDITION;
import static dev.versioned.testkit.ServerDeviation.DEFAULT_CHECKSUM_NOT_STORED;
import static dev.versioned.testkit.ServerDeviation.EXPECTED_BUCKET_OWNER_IGNORED;
import static dev.versioned.testkit.ServerDeviation.IF_MATCH_PUT_NOT_ATOMIC;
import static dev.versioned.testkit.ServerDeviation.IF_NONE_MATCH_COMPLETION_NOT_ATOMIC;
import static dev.versioned.testkit.ServerDeviation.INDEXES_ALWAYS_CURRENT;
import static dev.versioned.testkit.ServerDeviation.KEYS_RESTRICTED_AS_PATHS;
import static dev.versioned.testkit.ServerDeviation.KEY_SEGMENT_LIMITED;
import static dev.versioned.testkit.ServerDeviation.METADATA_SIZE_NOT_LIMITED;
import static dev.versioned.testkit.ServerDeviation.MULTIPART_CHECKSUM_NOT_KEPT;
import static dev.versioned.testkit.ServerDeviation.MULTIPART_SIZE_NOT_CHECKED;
import static dev.versioned.testkit.ServerDeviation.NON_ASCII_METADATA_FAILS;
import static dev.versioned.testkit.ServerDeviation.NO_BUCKET_POLICY;
import static dev.versioned.testkit.ServerDeviation.NO_BUCKET_TAGS;
import static dev.versioned.testkit.ServerDeviation.NO_BUCKET_VERSIONING;
import static dev.versioned.testkit.ServerDeviation.NO_CONDITIONAL_REQUEST_CONFLICT;
import static dev.versioned.testkit.ServerDeviation.NO_ENCRYPTION_SETTINGS;
import static dev.versioned.testkit.ServerDeviation.NO_LIFECYCLE;
import static dev.versioned.testkit.ServerDeviation.NO_OBJECT_LOCK;
import static dev.versioned.testkit.ServerDeviation.NO_OBJECT_TAGS;
import static dev.versioned.testkit.ServerDeviation.NO_OWNERSHIP_CONTROLS;
import static dev.versioned.testkit.ServerDeviation.NO_PITR;
import static dev.versioned.testkit.ServerDeviation.NO_PUBLIC_ACCESS_BLOCK;
import static dev.versioned.testkit.ServerDeviation.NO_READ_BY_PART_NUMBER;
import static dev.versioned.testkit.ServerDeviation.NO_TABLE_TAGS;
import static dev.versioned.testkit.ServerDeviation.NO_THROTTLING;
import static dev.versioned.testkit.ServerDeviation.NO_TRANSACTION_CONFLICT;
import static dev.versioned.testkit.ServerDeviation.NO_TTL;
import static dev.versioned.testkit.ServerDeviation.PERMISSIONS_NOT_ENFORCED;
import static dev.versioned.testkit.ServerDeviation.UPLOAD_PART_TO_UNKNOWN_UPLOAD_ACCEPTED;

import java.util.EnumSet;
import java.util.Set;

/**
 * The known deviations of each server, as tested with S3Proxy 4.1.0, DynamoDB Local 3.3.1 and
 * LocalStack 4.14.0. This is the only class to change when a server is updated.
 */
final class KnownDeviations {

  private static final Set<ServerDeviation> EVERY_SERVER =
      EnumSet.of(
          IF_MATCH_PUT_NOT_ATOMIC,
          NO_CONDITIONAL_REQUEST_CONFLICT,
          EXPECTED_BUCKET_OWNER_IGNORED,
          METADATA_SIZE_NOT_LIMITED,
          PERMISSIONS_NOT_ENFORCED,
          NO_TRANSACTION_CONFLICT,
          NO_THROTTLING,
          INDEXES_ALWAYS_CURRENT,
          NO_TTL);

  private static final Set<ServerDeviation> S3PROXY =
      EnumSet.of(
          COPY_IGNORES_DESTINATION_CONDITION,
          DEFAULT_CHECKSUM_NOT_STORED,
          MULTIPART_CHECKSUM_NOT_KEPT,
          COPY_CHECKSUM_NOT_STORED,
          MULTIPART_SIZE_NOT_CHECKED,
          UPLOAD_PART_TO_UNKNOWN_UPLOAD_ACCEPTED,
          NO_READ_BY_PART_NUMBER,
          NON_ASCII_METADATA_FAILS,
          KEYS_RESTRICTED_AS_PATHS,
          NO_OBJECT_TAGS,
          NO_OBJECT_LOCK,
          NO_LIFECYCLE,
          NO_PUBLIC_ACCESS_BLOCK,
          NO_OWNERSHIP_CONTROLS,
          NO_BUCKET_POLICY,
          NO_BUCKET_TAGS);

  private static final Set<ServerDeviation> S3PROXY_ON_DISK =
      EnumSet.of(KEY_SEGMENT_LIMITED, NO_BUCKET_VERSIONING, NO_ENCRYPTION_SETTINGS);

  private static final Set<ServerDeviation> DYNAMODB_LOCAL = EnumSet.of(NO_PITR, NO_TABLE_TAGS);

  /** {@link EmbeddedAws#startInMemory()}. */
  static final Set<ServerDeviation> EMBEDDED_IN_MEMORY =
      union(EVERY_SERVER, S3PROXY, DYNAMODB_LOCAL);

  /** {@link EmbeddedAws#startOnDisk()}. */
  static final Set<ServerDeviation> EMBEDDED_ON_DISK = union(EMBEDDED_IN_MEMORY, S3PROXY_ON_DISK);

  /**
   * {@link LocalStackAws}. In its services/s3/provider.py, copy_object checks the condition after
   * it has written the bytes: it answers 412, and the object keeps its header and loses its bytes;
   * complete_multipart_upload checks before it joins the parts and writes afterwards, so 11 of 16
   * writers of 17 MiB each were told that they had won.
   */
  static final Set<ServerDeviation> LOCALSTACK =
      union(
          EVERY_SERVER,
          EnumSet.of(
              COPY_IGNORES_DESTINATION_CONDITION,
              IF_NONE_MATCH_COMPLETION_NOT_ATOMIC,
              CONDITIONAL_DELETE_UNSUPPORTED));

  private KnownDeviations() {}

  @SafeVarargs
  private static Set<ServerDeviation> union(Set<ServerDeviation>... sets) {
    Set<ServerDeviation> all = EnumSet.noneOf(ServerDeviation.class);
    for (Set<ServerDeviation> set : sets) {
      all.addAll(set);
    }
    return Set.copyOf(all);
  }
}
