package dev.versioned.s3dynamo.admin;

import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import dev.versioned.s3dynamo.internal.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;

/**
 * Sets up the rules by which S3 removes unfinished uploads and the bytes that were deleted. The
 * rules of others stay.
 */
final class LifecycleSetup {
  private static final String PERMISSIONS =
      "s3:GetLifecycleConfiguration and s3:PutLifecycleConfiguration";
  private static final int ABORT_DAYS = 7;
  private static final int NONCURRENT_DAYS = 90;

  private final Bucket bucket;
  private final S3Client s3;
  private final SetupMode mode;
  private final BucketSettings settings;

  /**
   * All rules, as they were read and with those added since: S3 may show a change late. Null until
   * they are read.
   */
  private @Nullable List<LifecycleRule> rules;

  private @Nullable String transitionSize;

  LifecycleSetup(Bucket bucket, SetupMode mode, BucketSettings settings) {
    this.bucket = bucket;
    this.s3 = bucket.s3();
    this.mode = mode;
    this.settings = settings;
  }

  void run(BucketSetting setting) {
    String uploads = "lifecycle rule of bucket " + bucket.name();
    setting.add(
        uploads,
        PERMISSIONS,
        () ->
            rule(
                uploads,
                "no rule aborts incomplete uploads",
                rule -> rule.abortIncompleteMultipartUpload() != null,
                LifecycleRule.builder()
                    .id(ruleId("versioned-abort-incomplete-uploads"))
                    .abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(ABORT_DAYS))));
    if (settings.keepsDeletedBytes()) {
      String noncurrent = "expiry of noncurrent versions of bucket " + bucket.name();
      Integer wanted = settings.noncurrentDays();
      setting.add(
          noncurrent,
          PERMISSIONS,
          () ->
              rule(
                  noncurrent,
                  wanted == null
                      ? "no rule removes noncurrent versions"
                      : "no rule removes noncurrent versions after " + wanted + " days",
                  rule ->
                      rule.noncurrentVersionExpiration() != null
                          && (wanted == null
                              || wanted.equals(
                                  rule.noncurrentVersionExpiration().noncurrentDays())),
                  LifecycleRule.builder()
                      .id(ruleId("versioned-remove-noncurrent-versions"))
                      .noncurrentVersionExpiration(
                          e -> e.noncurrentDays(wanted == null ? NONCURRENT_DAYS : wanted))));
    }
  }

  private Finding rule(
      String what, String wrong, Predicate<LifecycleRule> found, LifecycleRule.Builder missing) {
    List<LifecycleRule> all = read();
    if (all.stream().anyMatch(rule -> covers(rule) && found.test(rule))) {
      return new Finding(what, Outcome.FOUND, "");
    }
    LifecycleRule added =
        missing
            .status(ExpirationStatus.ENABLED)
            .filter(f -> f.prefix(bucket.prefix().value()))
            .build();
    boolean replaces = all.stream().anyMatch(rule -> added.id().equals(rule.id()));
    List<LifecycleRule> next = new ArrayList<>(all);
    next.removeIf(rule -> added.id().equals(rule.id()));
    next.add(added);
    return mode.repair(
        what, replaces ? Outcome.CHANGED : Outcome.CREATED, wrong, () -> write(next));
  }

  private List<LifecycleRule> read() {
    if (rules == null) {
      GetBucketLifecycleConfigurationResponse current =
          BucketSetting.orNull(
              "NoSuchLifecycleConfiguration",
              () ->
                  s3.getBucketLifecycleConfiguration(
                      r -> r.bucket(bucket.name()).expectedBucketOwner(bucket.owner())));
      transitionSize =
          current == null ? null : current.transitionDefaultMinimumObjectSizeAsString();
      rules = current == null ? List.of() : current.rules();
    }
    return rules;
  }

  /** One call replaces all rules of the bucket, so the rules of others are sent along. */
  private void write(List<LifecycleRule> all) {
    s3.putBucketLifecycleConfiguration(
        r ->
            r.bucket(bucket.name())
                .expectedBucketOwner(bucket.owner())
                .transitionDefaultMinimumObjectSize(transitionSize)
                .lifecycleConfiguration(c -> c.rules(all)));
    rules = all;
  }

  /** Returns a rule id that contains the prefix: several repositories may share the bucket. */
  private String ruleId(String start) {
    String prefix = bucket.prefix().value();
    return start + (prefix.isEmpty() ? "" : "-" + Integer.toHexString(prefix.hashCode()));
  }

  /** Returns whether a rule holds for all keys under the prefix, whoever created it. */
  @SuppressWarnings("deprecation") // old rules set their prefix outside the filter
  private boolean covers(LifecycleRule rule) {
    if (rule.status() != ExpirationStatus.ENABLED) {
      return false;
    }
    String prefix = rule.filter() == null ? rule.prefix() : rule.filter().prefix();
    boolean narrowed =
        rule.filter() != null && (rule.filter().and() != null || rule.filter().tag() != null);
    return !narrowed && bucket.prefix().value().startsWith(prefix == null ? "" : prefix);
  }
}
