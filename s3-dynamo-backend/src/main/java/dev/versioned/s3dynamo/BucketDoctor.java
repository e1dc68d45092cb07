package dev.versioned.s3dynamo;

import dev.versioned.model.BackendException;
import dev.versioned.model.Digest;
import dev.versioned.s3dynamo.DoctorReport.Check;
import dev.versioned.s3dynamo.SetupReport.Finding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Tries a bucket. */
final class BucketDoctor {
  private static final String ANYTHING = "*";
  private static final String FIRST = "written first";
  private static final String SECOND = "written second";
  private static final int ROUNDS = 5;
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final String OTHER_STORE =
      "use AWS, or a server that keeps S3's conditional writes: here versions can be overwritten";

  private final Bucket bucket;
  private final S3Client s3;
  private final String scratch;
  private final List<Check> checks;
  private final Checkup checkup;

  BucketDoctor(Bucket bucket, String scratch, List<Check> checks) {
    this.bucket = bucket;
    this.s3 = bucket.s3();
    this.scratch = bucket.prefix() + scratch + "/";
    this.checks = checks;
    this.checkup = new Checkup(bucket.errors(), checks);
  }

  void run() {
    if (!settings()) {
      return;
    }
    boolean writable =
        checkup.must("S3: write an object", "s3:PutObject", "", () -> put("probe", FIRST, r -> {}));
    if (writable) {
      try {
        conditions();
        checksums();
        consistency();
      } finally {
        checkup.must(
            "S3: remove what was written",
            "s3:DeleteObject, s3:ListBucket, s3:AbortMultipartUpload and"
                + " s3:ListBucketMultipartUploads",
            "remove what is left under " + scratch,
            this::clean);
      }
    }
  }

  private boolean settings() {
    List<Finding> findings = new ArrayList<>();
    String itself = "bucket " + bucket.name();
    try {
      new BucketSetup(bucket, SetupMode.CHECK, findings).run();
    } catch (BackendException e) {
      // A pipeline's role need not see the settings.
      checks.add(
          new Check(
              "settings of " + itself,
              findings.isEmpty() ? DoctorReport.Verdict.FAIL : DoctorReport.Verdict.SKIP,
              String.valueOf(e.getMessage()),
              ""));
    }
    checkup.settings(findings, List.of(itself));
    return findings.stream()
        .anyMatch(f -> f.what().equals(itself) && f.outcome() == SetupReport.Outcome.FOUND);
  }

  private void conditions() {
    String permission = "s3:PutObject, s3:GetObject";
    checkup.must(
        "S3: PUT refuses to overwrite (If-None-Match)",
        permission,
        OTHER_STORE,
        () -> {
          put("put", FIRST, r -> r.ifNoneMatch(ANYTHING));
          boolean refused = refused(() -> put("put", SECOND, r -> r.ifNoneMatch(ANYTHING)));
          return intact("put", refused);
        });
    checkup.must(
        "S3: of racing PUTs one wins",
        permission,
        OTHER_STORE,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            String key = "race-" + round;
            String found =
                Checkup.unlessOne(
                    Checkup.winners(
                        () -> !refused(() -> put(key, FIRST, r -> r.ifNoneMatch(ANYTHING)))));
            if (!found.isEmpty()) {
              return found;
            }
          }
          return "";
        });
    checkup.must(
        "S3: multipart completion refuses to overwrite (If-None-Match)",
        permission,
        OTHER_STORE,
        () -> {
          put("multipart", FIRST, r -> {});
          return intact("multipart", refused(() -> putInParts("multipart", SECOND)));
        });
    checkup.should(
        "S3: of racing multipart completions one wins",
        permission,
        "nothing needs to be done if only the library writes under the prefix: it gives each key to"
            + " one writer",
        () -> Checkup.unlessOne(Checkup.winners(() -> !refused(() -> putInParts("parts", FIRST)))));
    checkup.should(
        "S3: copy refuses to overwrite (If-None-Match)",
        permission,
        "nothing needs to be done if only the library writes under the prefix: it looks whether the"
            + " key is free before it copies",
        () -> {
          put("copied", FIRST, r -> {});
          put("source", SECOND, r -> {});
          return intact("copied", refused(() -> copy("source", "copied", r -> r.ifNoneMatch("*"))));
        });
    checkup.must(
        "S3: copy refuses a source that has changed (x-amz-copy-source-if-match)",
        permission,
        "use AWS, or a server that keeps this condition: publishing $LATEST rests on it",
        () -> {
          put("changing", FIRST, r -> {});
          String tag = head("changing").eTag();
          put("changing", SECOND, r -> {});
          return refused(() -> copy("changing", "copy", r -> r.copySourceIfMatch(tag)))
              ? ""
              : "the copy was made";
        });
  }

  private void checksums() {
    String wrong = Digest.of(SECOND.getBytes(StandardCharsets.UTF_8)).base64();
    checkup.must(
        "S3: PUT refuses bytes of another checksum",
        "s3:PutObject",
        "use AWS, or a server that checks SHA-256: here damage on the way would be stored",
        () -> {
          boolean refused = refused(() -> put("damaged", FIRST, r -> r.checksumSHA256(wrong)));
          return refused
              ? exists("damaged") ? "the server refused it, but stored it all the same" : ""
              : "it was stored";
        });
    checkup.should(
        "S3: a part of another checksum is refused",
        "s3:PutObject",
        "downloads are verified all the same; damage on the way would be found late",
        () -> {
          String id = begin("damaged-part");
          try {
            return refused(
                    () ->
                        s3.uploadPart(
                            r ->
                                r.bucket(bucket.name())
                                    .key(scratch + "damaged-part")
                                    .uploadId(id)
                                    .partNumber(1)
                                    .checksumSHA256(wrong),
                            RequestBody.fromString(FIRST)))
                ? ""
                : "it was stored";
          } finally {
            abort("damaged-part", id);
          }
        });
    checkup.should(
        "S3: a checksum is kept with the object",
        "s3:PutObject, s3:GetObject",
        "the digest in the table is what downloads are verified by",
        () -> {
          String right = Digest.of(FIRST.getBytes(StandardCharsets.UTF_8)).base64();
          put("checked", FIRST, r -> r.checksumSHA256(right));
          String kept = head("checked").checksumSHA256();
          return right.equals(kept) ? "" : "there is " + (kept == null ? "none" : kept);
        });
  }

  private void consistency() {
    checkup.must(
        "S3: a write is seen at once, by reads and lists; so is a deletion",
        "s3:PutObject, s3:GetObject, s3:ListBucket, s3:DeleteObject",
        "use AWS, or a server that is strongly consistent",
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            String key = "seen-" + round;
            put(key, FIRST, r -> {});
            if (!exists(key) || !listed(key)) {
              return "a new object was not seen";
            }
            s3.deleteObject(r -> r.bucket(bucket.name()).key(scratch + key));
            if (exists(key) || listed(key)) {
              return "a deleted object was still seen";
            }
          }
          return "";
        });
    checkup.must(
        "S3: metadata is kept with the object",
        "s3:PutObject, s3:GetObject",
        "use a server that keeps metadata: the attempt's id tells a lost reply from another's win",
        () -> {
          String id = UUID.randomUUID().toString();
          put("metadata", FIRST, r -> r.metadata(Map.of("attempt", id)));
          return id.equals(head("metadata").metadata().get("attempt")) ? "" : "it is lost";
        });
    checkup.should(
        "S3: its clock agrees with this machine's",
        "s3:GetObject",
        "set this machine's clock: versions and ledgers carry its time, and rollouts wait by it",
        () -> {
          Duration skew =
              Bucket.dateOf(head("probe"))
                  .map(date -> Duration.between(date, java.time.Instant.now()).abs())
                  .orElse(Duration.ZERO);
          return skew.compareTo(SKEW) <= 0 ? "" : "they differ by " + skew.toSeconds() + " s";
        });
  }

  /** Returns whether a call was refused: not for a lack of rights, or for a passing reason. */
  private static boolean refused(Runnable call) {
    try {
      call.run();
      return false;
    } catch (S3Exception e) {
      String code = AwsErrors.code(e);
      if (code.equals(AwsErrors.PRECONDITION_FAILED)
          || code.equals(AwsErrors.CONDITIONAL_CONFLICT)
          || AwsErrors.CHECKSUM_DIFFERS.contains(code)
          || code.equals("InvalidRequest")) {
        return true;
      }
      throw e;
    }
  }

  private String intact(String key, boolean refused) {
    boolean same =
        s3.getObjectAsBytes(r -> r.bucket(bucket.name()).key(scratch + key))
            .asUtf8String()
            .equals(FIRST);
    if (!same) {
      return refused
          ? "the server refused it, but replaced the object all the same"
          : "the object was replaced";
    }
    return refused ? "" : "it was not refused";
  }

  private String put(String key, String text, Consumer<PutObjectRequest.Builder> more) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket.name())
            .key(scratch + key)
            .expectedBucketOwner(bucket.owner());
    more.accept(request);
    PutObjectResponse response = s3.putObject(request.build(), RequestBody.fromString(text));
    return response.eTag() == null ? "no ETag came back" : "";
  }

  private String begin(String key) {
    return s3.createMultipartUpload(r -> r.bucket(bucket.name()).key(scratch + key)).uploadId();
  }

  private void abort(String key, String id) {
    s3.abortMultipartUpload(r -> r.bucket(bucket.name()).key(scratch + key).uploadId(id));
  }

  private void putInParts(String key, String text) {
    String id = begin(key);
    try {
      String tag =
          s3.uploadPart(
                  r -> r.bucket(bucket.name()).key(scratch + key).uploadId(id).partNumber(1),
                  RequestBody.fromString(text))
              .eTag();
      CompletedPart part = CompletedPart.builder().partNumber(1).eTag(tag).build();
      s3.completeMultipartUpload(
          r ->
              r.bucket(bucket.name())
                  .key(scratch + key)
                  .uploadId(id)
                  .ifNoneMatch(ANYTHING)
                  .multipartUpload(m -> m.parts(part)));
    } catch (S3Exception e) {
      abort(key, id);
      throw e;
    }
  }

  private void copy(
      String from,
      String to,
      Consumer<software.amazon.awssdk.services.s3.model.CopyObjectRequest.Builder> more) {
    s3.copyObject(
        r -> {
          r.sourceBucket(bucket.name())
              .sourceKey(scratch + from)
              .destinationBucket(bucket.name())
              .destinationKey(scratch + to);
          more.accept(r);
        });
  }

  private HeadObjectResponse head(String key) {
    return s3.headObject(
        r -> r.bucket(bucket.name()).key(scratch + key).checksumMode(ChecksumMode.ENABLED));
  }

  private boolean exists(String key) {
    try {
      head(key);
      return true;
    } catch (S3Exception e) {
      if (Bucket.isMissing(e)) {
        return false;
      }
      throw e;
    }
  }

  private boolean listed(String key) {
    ListObjectsV2Response list =
        s3.listObjectsV2(r -> r.bucket(bucket.name()).prefix(scratch + key));
    return list.contents().stream().anyMatch(object -> object.key().equals(scratch + key));
  }

  private String clean() {
    for (MultipartUpload upload :
        s3.listMultipartUploads(r -> r.bucket(bucket.name()).prefix(scratch)).uploads()) {
      if (upload.key().startsWith(scratch)) {
        s3.abortMultipartUpload(
            r -> r.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId()));
      }
    }
    for (S3Object object :
        s3.listObjectsV2Paginator(r -> r.bucket(bucket.name()).prefix(scratch)).contents()) {
      s3.deleteObject(r -> r.bucket(bucket.name()).key(object.key()));
    }
    return "";
  }
}
