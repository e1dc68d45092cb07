package dev.versioned.s3dynamo.admin;

import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import dev.versioned.s3dynamo.internal.Bucket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControls;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** Sets up what protects a bucket: public access, ownership, encryption, versioning, and locks. */
final class ProtectionSetup {
  private static final PublicAccessBlockConfiguration ALL_BLOCKED =
      PublicAccessBlockConfiguration.builder()
          .blockPublicAcls(true)
          .blockPublicPolicy(true)
          .ignorePublicAcls(true)
          .restrictPublicBuckets(true)
          .build();

  private static final OwnershipControls ENFORCED =
      OwnershipControls.builder()
          .rules(
              OwnershipControlsRule.builder()
                  .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                  .build())
          .build();

  private final S3Client s3;
  private final String name;
  private final @Nullable String owner;
  private final SetupMode mode;
  private final BucketSettings settings;

  ProtectionSetup(Bucket bucket, SetupMode mode, BucketSettings settings) {
    this.s3 = bucket.s3();
    this.name = bucket.name();
    this.owner = bucket.owner();
    this.mode = mode;
    this.settings = settings;
  }

  void run(BucketSetting setting) {
    String access = "public access block of bucket " + name;
    setting.add(
        access,
        "s3:GetBucketPublicAccessBlock and s3:PutBucketPublicAccessBlock",
        () -> publicAccess(access));
    String ownership = "ownership of objects in bucket " + name;
    setting.add(
        ownership,
        "s3:GetBucketOwnershipControls and s3:PutBucketOwnershipControls",
        () -> ownership(ownership));
    String encryption = "encryption of bucket " + name;
    setting.add(
        encryption,
        "s3:GetEncryptionConfiguration and s3:PutEncryptionConfiguration",
        () -> encryption(encryption));
    if (settings.keepsDeletedBytes()) {
      String versioning = "versioning of bucket " + name;
      setting.add(
          versioning,
          "s3:GetBucketVersioning and s3:PutBucketVersioning",
          () -> versioning(versioning));
      String lock = "object lock of bucket " + name;
      setting.add(
          lock,
          "s3:GetBucketObjectLockConfiguration and s3:PutBucketObjectLockConfiguration",
          () -> objectLock(lock));
    }
  }

  private Finding publicAccess(String what) {
    PublicAccessBlockConfiguration current =
        BucketSetting.orNull(
            "NoSuchPublicAccessBlockConfiguration",
            () ->
                s3.getPublicAccessBlock(r -> r.bucket(name).expectedBucketOwner(owner))
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
                        .expectedBucketOwner(owner)
                        .publicAccessBlockConfiguration(ALL_BLOCKED)));
  }

  private Finding ownership(String what) {
    OwnershipControls current =
        BucketSetting.orNull(
            "OwnershipControlsNotFoundError",
            () ->
                s3.getBucketOwnershipControls(r -> r.bucket(name).expectedBucketOwner(owner))
                    .ownershipControls());
    if (ENFORCED.equals(current)) {
      return new Finding(what, Outcome.FOUND, "");
    }
    return mode.repair(
        what,
        current == null ? Outcome.CREATED : Outcome.CHANGED,
        "access control lists are on",
        () ->
            s3.putBucketOwnershipControls(
                r -> r.bucket(name).expectedBucketOwner(owner).ownershipControls(ENFORCED)));
  }

  private Finding encryption(String what) {
    ServerSideEncryptionConfiguration current =
        BucketSetting.orNull(
            "ServerSideEncryptionConfigurationNotFoundError",
            () ->
                s3.getBucketEncryption(r -> r.bucket(name).expectedBucketOwner(owner))
                    .serverSideEncryptionConfiguration());
    List<ServerSideEncryptionRule> rules = current == null ? List.of() : current.rules();
    String wanted = settings.kmsKey();
    if (rules.stream().anyMatch(r -> isAsWanted(r.applyServerSideEncryptionByDefault(), wanted))) {
      return new Finding(what, Outcome.FOUND, "");
    }
    ServerSideEncryptionRule rule =
        wanted == null
            ? ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(
                    e -> e.sseAlgorithm(ServerSideEncryption.AES256))
                .build()
            : ServerSideEncryptionRule.builder()
                .bucketKeyEnabled(true)
                .applyServerSideEncryptionByDefault(
                    e -> e.sseAlgorithm(ServerSideEncryption.AWS_KMS).kmsMasterKeyID(wanted))
                .build();
    return mode.repair(
        what,
        rules.isEmpty() ? Outcome.CREATED : Outcome.CHANGED,
        wanted == null ? "objects are not encrypted" : "objects are not encrypted with " + wanted,
        () ->
            s3.putBucketEncryption(
                r ->
                    r.bucket(name)
                        .expectedBucketOwner(owner)
                        .serverSideEncryptionConfiguration(c -> c.rules(rule))));
  }

  private static boolean isAsWanted(
      @Nullable ServerSideEncryptionByDefault current, @Nullable String key) {
    return current != null
        && (key == null
            || (current.sseAlgorithm() == ServerSideEncryption.AWS_KMS
                && key.equals(current.kmsMasterKeyID())));
  }

  private Finding versioning(String what) {
    BucketVersioningStatus current =
        s3.getBucketVersioning(r -> r.bucket(name).expectedBucketOwner(owner)).status();
    if (current == BucketVersioningStatus.ENABLED) {
      return new Finding(what, Outcome.FOUND, "");
    }
    return mode.repair(
        what,
        current == null ? Outcome.CREATED : Outcome.CHANGED,
        "deleted bytes are gone at once",
        () ->
            s3.putBucketVersioning(
                r ->
                    r.bucket(name)
                        .expectedBucketOwner(owner)
                        .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED))));
  }

  /** The lock is the owner's choice: without one, any is right. */
  private Finding objectLock(String what) {
    ObjectLockConfiguration current =
        BucketSetting.orNull(
            "ObjectLockConfigurationNotFoundError",
            () ->
                s3.getObjectLockConfiguration(r -> r.bucket(name).expectedBucketOwner(owner))
                    .objectLockConfiguration());
    Integer wanted = settings.objectLockDays();
    boolean isOn = current != null && current.objectLockEnabled() == ObjectLockEnabled.ENABLED;
    if (wanted == null || (isOn && wanted.equals(days(current)))) {
      return new Finding(what, Outcome.FOUND, isOn ? "" : "off, as it is the owner's choice");
    }
    return mode.repair(
        what,
        isOn ? Outcome.CHANGED : Outcome.CREATED,
        "object versions are not locked for " + wanted + " days",
        () ->
            s3.putObjectLockConfiguration(
                r ->
                    r.bucket(name)
                        .expectedBucketOwner(owner)
                        .objectLockConfiguration(
                            c ->
                                c.objectLockEnabled(ObjectLockEnabled.ENABLED)
                                    .rule(
                                        o ->
                                            o.defaultRetention(
                                                d ->
                                                    d.mode(ObjectLockRetentionMode.GOVERNANCE)
                                                        .days(wanted))))));
  }

  private static @Nullable Integer days(@Nullable ObjectLockConfiguration lock) {
    return lock == null || lock.rule() == null || lock.rule().defaultRetention() == null
        ? null
        : lock.rule().defaultRetention().days();
  }
}
