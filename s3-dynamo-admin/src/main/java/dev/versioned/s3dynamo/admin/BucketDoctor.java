package dev.versioned.s3dynamo.admin;

import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.s3dynamo.admin.DoctorReport.Check;
import dev.versioned.s3dynamo.admin.DoctorReport.Verdict;
import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumMode;

/** Checks a bucket with the library's own store, in a scratch folder. */
final class BucketDoctor {
  private static final String FIRST = "written first";
  private static final String SECOND = "written second";
  private static final int ROUNDS = 5;
  private static final Duration SKEW = Duration.ofMinutes(1);
  private final Bucket bucket;
  private final String folder;
  private final ScratchBlobs scratch;
  private final CheckRunner runner;

  /** Creates a doctor; {@code blobs} stores its blobs in that folder below the bucket's prefix. */
  BucketDoctor(Bucket bucket, String folder, BlobStore blobs, List<Check> checks) {
    this.bucket = bucket;
    this.folder = bucket.prefix() + folder + "/";
    this.scratch = new ScratchBlobs(blobs);
    this.runner = new CheckRunner(checks);
  }

  void run() {
    if (!settings()) {
      return;
    }
    boolean writable =
        runner.must("S3: write an object", "", () -> tagged(scratch.write("probe", FIRST)));
    if (writable) {
      try {
        conditions();
        checksums();
        consistency();
      } finally {
        runner.must(
            "S3: remove the scratch objects",
            "remove the objects left under " + folder,
            scratch::clean);
      }
    }
  }

  private boolean settings() {
    List<Finding> findings = new ArrayList<>();
    String itself = "bucket " + bucket.name();
    try {
      new BucketSetup(bucket, SetupMode.CHECK, BucketSettings.ANY, findings).run();
    } catch (BackendException e) {
      // The role of a pipeline need not have permission to read the settings.
      runner.unseen(itself, findings.isEmpty() ? Verdict.FAIL : Verdict.SKIP, e);
    }
    runner.settings(findings, List.of(itself));
    return findings.stream()
        .anyMatch(f -> f.what().equals(itself) && f.outcome() == SetupReport.Outcome.FOUND);
  }

  /** The other conditions are examined with those of the table, by the library itself. */
  private void conditions() {
    runner.should(
        "S3: of racing multipart completions one wins",
        "no action is needed if only the library writes under the prefix: it gives each key to"
            + " one writer",
        () ->
            CheckRunner.unlessOne(
                CheckRunner.winners(
                    () -> isWritten(scratch.createInParts("parts", ScratchBlobs.source(FIRST))))));
  }

  private void checksums() {
    runner.must(
        "S3: PUT refuses bytes of another checksum",
        "use AWS, or a server that checks SHA-256: this one would store corrupted uploads",
        () -> {
          Digest other = ScratchBlobs.digest(SECOND);
          if (!isRefused(() -> scratch.create("damaged", ScratchBlobs.source(FIRST), other))) {
            return "the server stored them";
          }
          return scratch.exists("damaged") ? "the server refused them, but stored them anyway" : "";
        });
    runner.should(
        "S3: a part of another checksum is refused",
        "downloads are still verified, but a corrupted upload is found only when it is read",
        () -> {
          BlobSource right = ScratchBlobs.source(FIRST);
          BlobSource damaged =
              new BlobSource(
                  right.sizeBytes(), ScratchBlobs.source(SECOND).crc32c(), right.opener());
          return isRefused(() -> scratch.createInParts("damaged-part", damaged))
              ? ""
              : "the server stored the part";
        });
    runner.should(
        "S3: a checksum is kept with the object",
        "downloads are verified by the digest in the table",
        () -> {
          String kept = keptSha256(scratch.write("checked", FIRST).key());
          return ScratchBlobs.digest(FIRST).base64().equals(kept)
              ? ""
              : kept == null ? "no checksum was kept" : "the checksum kept is " + kept;
        });
  }

  private void consistency() {
    runner.must(
        "S3: writes and deletions are visible at once to reads and lists",
        "use AWS, or a server that is strongly consistent",
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            String name = "seen-" + round;
            scratch.write(name, FIRST);
            if (!scratch.exists(name) || !scratch.isListed(name)) {
              return "a new object was not visible";
            }
            scratch.delete(name);
            if (scratch.exists(name) || scratch.isListed(name)) {
              return "a deleted object was still visible";
            }
          }
          return "";
        });
    runner.must(
        "S3: metadata is kept with the object",
        "use a server that keeps metadata: after a lost reply, the attempt id shows who"
            + " wrote the object",
        () -> {
          String id = scratch.write("metadata", FIRST).attemptId();
          Optional<BlobInfo> there = scratch.find("metadata");
          return there.filter(blob -> blob.attemptId().equals(id)).isPresent()
              ? ""
              : "the metadata is lost";
        });
    runner.should(
        "S3: its clock agrees with this machine's",
        "set this machine's clock: it timestamps versions and ledgers, and times rollouts",
        () -> {
          Duration skew = Duration.between(scratch.now(), Instant.now()).abs();
          return skew.compareTo(SKEW) <= 0 ? "" : "they differ by " + skew.toSeconds() + " s";
        });
  }

  private static String tagged(BlobInfo blob) {
    // The server may omit the ETag; the SDK then returns null in spite of its types.
    return Objects.requireNonNullElse(blob.etag(), "").isEmpty() ? "no ETag came back" : "";
  }

  /**
   * Reads the checksum directly: the store verifies by the table's digests and does not ask S3 for
   * any.
   */
  private @Nullable String keptSha256(BlobKey key) {
    return bucket
        .errors()
        .call(
            Call.read("find " + key + " in bucket " + bucket.name(), "s3:GetObject"),
            () ->
                bucket
                    .s3()
                    .headObject(
                        r ->
                            r.bucket(bucket.name())
                                .key(folder + key)
                                .expectedBucketOwner(bucket.owner())
                                .checksumMode(ChecksumMode.ENABLED)))
        .checksumSHA256();
  }

  /**
   * Returns whether the server refused the bytes; a lack of permissions or a transient failure does
   * not count.
   */
  private static boolean isRefused(Runnable write) {
    try {
      write.run();
      return false;
    } catch (UnreadableContentException e) {
      return true;
    } catch (BackendException e) {
      if (AwsErrors.isOf(e, "InvalidRequest")) {
        return true;
      }
      throw e;
    }
  }

  private static boolean isWritten(WriteResult result) {
    return result instanceof WriteResult.Written;
  }
}
