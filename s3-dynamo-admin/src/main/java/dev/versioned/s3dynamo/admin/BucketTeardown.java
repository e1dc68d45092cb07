package dev.versioned.s3dynamo.admin;

import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Deletes the objects of a repository. */
final class BucketTeardown {
  /** Of one request to S3. */
  private static final int MOST_KEYS = 1000;

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
  private static final Pattern OWN =
      Pattern.compile(
          NAME
              + "/[0-9]{12}/[^/]+|"
              + NAME
              + "/latest/[0-9A-Za-z_-]{1,128}/[^/]+|"
              + BlobKey.PROBES
              + ".*|_doctor-[^/]+/.*",
          Pattern.DOTALL);

  private final Bucket bucket;
  private final TeardownTally tally;

  BucketTeardown(Bucket bucket, TeardownTally tally) {
    this.bucket = bucket;
    this.tally = tally;
  }

  private String marker() {
    return bucket.key(BlobKey.MARKER);
  }

  /** Returns whether this library writes objects under such a key. */
  private boolean isOwn(String key) {
    // rule: teardown-keeps-foreign-objects
    return OWN.matcher(key.substring(bucket.prefix().value().length())).matches();
  }

  /** Counts the objects and uploads, and deletes them if wanted; the marker stays. */
  void contents(boolean delete) {
    List<ObjectIdentifier> batch = new ArrayList<>();
    Call call = Call.read("list the objects of bucket " + bucket.name(), "s3:ListBucket");
    bucket
        .errors()
        .call(
            call,
            () -> {
              bucket
                  .s3()
                  .listObjectsV2Paginator(
                      r ->
                          r.bucket(bucket.name())
                              .prefix(bucket.prefix().value())
                              .expectedBucketOwner(bucket.owner()))
                  .contents()
                  .forEach(object -> object(object.key(), delete, batch));
              return true;
            });
    if (!batch.isEmpty()) {
      delete(batch);
    }
    uploads(delete);
  }

  /** Deletes the marker. */
  void deleteMarker() {
    delete(List.of(id(marker())));
  }

  private static ObjectIdentifier id(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }

  private void object(String key, boolean delete, List<ObjectIdentifier> batch) {
    if (key.equals(marker())) {
      return;
    } else if (!isOwn(key)) {
      tally.foreign("object " + key);
      return;
    }
    tally.objects++;
    if (delete && batch.add(id(key)) && batch.size() == MOST_KEYS) {
      delete(batch);
      batch.clear();
    }
  }

  private void delete(List<ObjectIdentifier> keys) {
    Call call = Call.write("delete objects of bucket " + bucket.name(), "s3:DeleteObject");
    List<ObjectIdentifier> sent = List.copyOf(keys);
    DeleteObjectsResponse answer =
        bucket
            .errors()
            .call(
                call,
                () ->
                    bucket
                        .s3()
                        .deleteObjects(
                            r ->
                                r.bucket(bucket.name())
                                    .delete(d -> d.objects(sent).quiet(true))
                                    .expectedBucketOwner(bucket.owner())));
    if (!answer.errors().isEmpty()) {
      var first = answer.errors().get(0);
      throw BackendException.permanentFailure(
          "Cannot delete "
              + answer.errors().size()
              + " objects of bucket "
              + bucket.name()
              + ", such as "
              + first.key()
              + ": "
              + first.code()
              + "; allow s3:DeleteObject, also in the bucket's policy, as the janitor has it, and run it"
              + " again, which continues",
          null);
    }
  }

  private void uploads(boolean delete) {
    Call call =
        Call.write(
            "abort uploads to bucket " + bucket.name(),
            "s3:ListBucketMultipartUploads and s3:AbortMultipartUpload");
    bucket
        .errors()
        .call(
            call,
            () -> {
              for (ListMultipartUploadsResponse page :
                  bucket
                      .s3()
                      .listMultipartUploadsPaginator(
                          r ->
                              r.bucket(bucket.name())
                                  .prefix(bucket.prefix().value())
                                  .expectedBucketOwner(bucket.owner()))) {
                page.uploads().stream()
                    .filter(upload -> isOwn(upload.key()))
                    .forEach(
                        upload -> {
                          tally.uploads++;
                          if (delete) {
                            abort(upload.key(), upload.uploadId());
                          }
                        });
              }
              return true;
            });
  }

  private void abort(String key, String uploadId) {
    try {
      bucket
          .s3()
          .abortMultipartUpload(
              r ->
                  r.bucket(bucket.name())
                      .key(key)
                      .uploadId(uploadId)
                      .expectedBucketOwner(bucket.owner()));
    } catch (NoSuchUploadException e) {
      // another run was faster
    }
  }
}
