package dev.versioned.s3dynamo.admin;

import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Creates and configures a bucket. */
final class BucketSetup {
  private static final int DAYS = 7;
  private static final PublicAccessBlockConfiguration ALL_BLOCKED =
      PublicAccessBlockConfiguration.builder()
          .blockPublicAcls(true)
          .blockPublicPolicy(true)
          .ignorePublicAcls(true)
          .restrictPublicBuckets(true)
          .build();

  private final Bucket bucket;
  private final S3Client s3;
  private final String name;
  private final SetupMode mode;
  private final List<Finding> findings;

  BucketSetup(Bucket bucket, SetupMode mode, List<Finding> findings) {
    this.bucket = bucket;
    this.s3 = bucket.s3();
    this.name = bucket.name();
    this.mode = mode;
    this.findings = findings;
  }

  void run() {
    Finding itself = bucketItself();
    findings.add(itself);
    if (itself.outcome() != Outcome.WRONG) {
      add("public access block of bucket " + name, this::publicAccess);
      add("lifecycle rule of bucket " + name, this::lifecycle);
    }
  }

  private void add(String what, Supplier<Finding> setting) {
    findings.add(SetupMode.orRefused(what, () -> supported(what, setting)));
  }

  private Finding bucketItself() {
    String what = "bucket " + name;
    Call call = Call.read("look at bucket " + name, "s3:ListBucket");
    try {
      s3.headBucket(r -> r.bucket(name).expectedBucketOwner(bucket.owner()));
      return new Finding(what, Outcome.FOUND, "");
    } catch (S3Exception e) {
      String code = AwsErrors.code(e);
      String region = AwsErrors.regionOf(e);
      if (code.equals("NoSuchBucket") || code.equals("NotFound")) {
        return mode.repair(what, Outcome.CREATED, "it does not exist", this::create);
      } else if (code.equals("AccessDenied")) {
        return mode.refuse(
            what,
            "it belongs to another account, or these credentials lack s3:ListBucket; choose another"
                + " name, or allow it");
      } else if (code.equals("PermanentRedirect")) {
        return mode.refuse(
            what,
            "it is in another region"
                + (region == null ? "" : ", " + region)
                + "; set that region, or choose another name");
      }
      throw bucket.errors().translate(call, e);
    }
  }

  private void create() {
    Call call = Call.write("create bucket " + name, "s3:CreateBucket");
    Region region = s3.serviceClientConfiguration().region();
    CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(name);
    // The oldest region, us-east-1, must not be named in this request.
    if (!Region.US_EAST_1.equals(region)) {
      request.createBucketConfiguration(c -> c.locationConstraint(region.id()));
    }
    try {
      s3.createBucket(request.build());
    } catch (S3Exception e) {
      if (AwsErrors.code(e).equals("BucketAlreadyExists")) {
        mode.refuse("bucket " + name, "it belongs to another account; choose another name");
      } else if (!AwsErrors.code(e).equals("BucketAlreadyOwnedByYou")) {
        throw bucket.errors().translate(call, e);
      }
    }
    SetupMode.await(
        "bucket " + name,
        () -> {
          try {
            s3.headBucket(r -> r.bucket(name));
            return true;
          } catch (S3Exception e) {
            return false;
          }
        });
  }

  /** Checks a setting that local servers may not support. */
  private Finding supported(String what, Supplier<Finding> setting) {
    Call call =
        Call.write(
            "set up the " + what,
            "s3:GetBucketPublicAccessBlock, s3:PutBucketPublicAccessBlock,"
                + " s3:GetLifecycleConfiguration and s3:PutLifecycleConfiguration");
    return bucket
        .errors()
        .call(
            call,
            () -> {
              try {
                return setting.get();
              } catch (S3Exception e) {
                if (AwsErrors.NOT_SUPPORTED.contains(AwsErrors.code(e))) {
                  return new Finding(what, Outcome.UNSUPPORTED, "");
                }
                throw e;
              }
            });
  }

  private Finding publicAccess() {
    String what = "public access block of bucket " + name;
    PublicAccessBlockConfiguration current =
        orNull(
            "NoSuchPublicAccessBlockConfiguration",
            () ->
                s3.getPublicAccessBlock(r -> r.bucket(name).expectedBucketOwner(bucket.owner()))
                    .publicAccessBlockConfiguration());
    if (ALL_BLOCKED.equals(current)) {
      return new Finding(what, Outcome.FOUND, "");
    }
    return mode.repair(
        what,
        current == null ? Outcome.CREATED : Outcome.CHANGED,
        "not all public access is blocked",
        () ->
            s3.putPublicAccessBlock(
                r ->
                    r.bucket(name)
                        .expectedBucketOwner(bucket.owner())
                        .publicAccessBlockConfiguration(ALL_BLOCKED)));
  }

  private Finding lifecycle() {
    String what = "lifecycle rule of bucket " + name;
    GetBucketLifecycleConfigurationResponse current =
        orNull(
            "NoSuchLifecycleConfiguration",
            () ->
                s3.getBucketLifecycleConfiguration(
                    r -> r.bucket(name).expectedBucketOwner(bucket.owner())));
    List<LifecycleRule> rules = new ArrayList<>(current == null ? List.of() : current.rules());
    if (rules.stream().anyMatch(this::abortsUploads)) {
      return new Finding(what, Outcome.FOUND, "");
    }
    rules.add(
        LifecycleRule.builder()
            .id(ruleId())
            .status(ExpirationStatus.ENABLED)
            .filter(f -> f.prefix(bucket.prefix().value()))
            .abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(DAYS))
            .build());
    return mode.repair(
        what,
        Outcome.CREATED,
        "no rule aborts incomplete uploads",
        // One call replaces all rules of the bucket, so the rules of others are sent along.
        () ->
            s3.putBucketLifecycleConfiguration(
                r ->
                    r.bucket(name)
                        .expectedBucketOwner(bucket.owner())
                        .transitionDefaultMinimumObjectSize(
                            current == null
                                ? null
                                : current.transitionDefaultMinimumObjectSizeAsString())
                        .lifecycleConfiguration(c -> c.rules(rules))));
  }

  /** Returns a rule id that contains the prefix: several repositories may share the bucket. */
  private String ruleId() {
    String prefix = bucket.prefix().value();
    String suffix = prefix.isEmpty() ? "" : "-" + Integer.toHexString(prefix.hashCode());
    return "versioned-abort-incomplete-uploads" + suffix;
  }

  /** Returns whether a rule aborts incomplete uploads under the prefix, whoever created it. */
  @SuppressWarnings("deprecation") // old rules set their prefix outside the filter
  private boolean abortsUploads(LifecycleRule rule) {
    if (rule.status() != ExpirationStatus.ENABLED
        || rule.abortIncompleteMultipartUpload() == null) {
      return false;
    }
    String prefix = rule.filter() == null ? rule.prefix() : rule.filter().prefix();
    boolean narrowed =
        rule.filter() != null && (rule.filter().and() != null || rule.filter().tag() != null);
    return !narrowed && bucket.prefix().value().startsWith(prefix == null ? "" : prefix);
  }

  /** Reads a setting; returns null if S3 answers with the error that it is not set. */
  private static <T> @Nullable T orNull(String absent, Supplier<T> request) {
    try {
      return request.get();
    } catch (S3Exception e) {
      if (AwsErrors.code(e).equals(absent)) {
        return null;
      }
      throw e;
    }
  }
}
