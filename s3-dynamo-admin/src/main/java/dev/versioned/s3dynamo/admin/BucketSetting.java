package dev.versioned.s3dynamo.admin;

import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Sets up single settings of a bucket, which a repository can work without. */
final class BucketSetting {
  /** S3Proxy's answer for every bucket; S3 says NoSuchBucketPolicy. */
  private static final String NO_POLICIES = "NoSuchPolicy";

  private final Bucket bucket;
  private final List<Finding> findings;

  BucketSetting(Bucket bucket, List<Finding> findings) {
    this.bucket = bucket;
    this.findings = findings;
  }

  /**
   * Sets one up, and adds what was found. A refusal is reported, and so is that the server does not
   * know the setting: local servers may not.
   *
   * @param permissions what the calls need, in words
   */
  void add(String what, String permissions, Supplier<Finding> setting) {
    Call call = Call.write("set up the " + what, permissions);
    findings.add(
        SetupMode.orRefused(
            what, () -> bucket.errors().call(call, () -> orUnsupported(what, setting))));
  }

  private static Finding orUnsupported(String what, Supplier<Finding> setting) {
    try {
      return setting.get();
    } catch (S3Exception e) {
      String code = AwsErrors.code(e);
      if (AwsErrors.NOT_SUPPORTED.contains(code) || code.equals(NO_POLICIES)) {
        return new Finding(what, Outcome.UNSUPPORTED, "");
      }
      throw e;
    }
  }

  /** Reads a setting; returns null if S3 answers with the error that it is not set. */
  static <T> @Nullable T orNull(String absent, Supplier<T> request) {
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
