package dev.versioned.s3dynamo.admin;

import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import java.util.List;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Creates and configures a bucket. */
final class BucketSetup {
  private final Bucket bucket;
  private final S3Client s3;
  private final String name;
  private final SetupMode mode;
  private final BucketSettings settings;
  private final List<Finding> findings;

  BucketSetup(Bucket bucket, SetupMode mode, BucketSettings settings, List<Finding> findings) {
    this.bucket = bucket;
    this.s3 = bucket.s3();
    this.name = bucket.name();
    this.mode = mode;
    this.settings = settings;
    this.findings = findings;
  }

  void run() {
    Finding itself = bucketItself();
    findings.add(itself);
    if (itself.outcome() != Outcome.WRONG) {
      BucketSetting setting = new BucketSetting(bucket, findings);
      new ProtectionSetup(bucket, mode, settings).run(setting);
      new LifecycleSetup(bucket, mode, settings).run(setting);
      new PolicySetup(bucket, mode, settings).run(setting);
    }
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
    if (settings.objectLockDays() != null) {
      request.objectLockEnabledForBucket(true);
    }
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
}
