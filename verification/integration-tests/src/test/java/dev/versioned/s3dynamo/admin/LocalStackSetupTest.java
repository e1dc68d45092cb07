package dev.versioned.s3dynamo.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.contract.ContractStack;
import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.SharedLocalAws;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The settings of a bucket that the embedded servers do not know. */
@Tag("full")
class LocalStackSetupTest {
  @RegisterExtension static final ContractStack STACK = ContractStack.of(LocalAwsKind.LOCALSTACK);

  private static final String JANITOR = "arn:aws:iam::000000000000:role/janitor";

  private final LocalAws aws = SharedLocalAws.select();
  private final String name = "versioned-setup-" + UUID.randomUUID();

  private S3DynamoSetup.Builder setup() {
    return S3DynamoSetup.builder().bucket(name).table(name).s3(aws.s3()).dynamoDb(aws.dynamoDb());
  }

  private static Set<Outcome> outcomes(SetupReport report) {
    return report.findings().stream()
        .filter(finding -> !finding.what().startsWith("TLS-only policy"))
        .map(Finding::outcome)
        .collect(Collectors.toSet());
  }

  @Test
  void settingsAreMadeAndFoundAgain() {
    SetupReport first = setup().janitor(JANITOR).build().apply();
    assertThat(first.isGood()).as(first.toString()).isTrue();
    SetupReport second = setup().janitor(JANITOR).build().check();
    assertThat(outcomes(second)).as(second.toString()).containsExactly(Outcome.FOUND);
    assertThat(aws.s3().getBucketVersioning(r -> r.bucket(name)).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
    assertThat(aws.s3().getBucketPolicy(r -> r.bucket(name)).policy())
        .contains("VersionsAreWrittenOnce", "VersionsAreRemovedByTheJanitor", JANITOR);
  }

  @Test
  void statementsAndRulesOfOthersStay() {
    aws.s3().createBucket(r -> r.bucket(name));
    String others =
        """
        {"Version": "2012-10-17", "Statement": {"Sid": "Others", "Effect": "Deny", "Principal": "*",
         "Action": "s3:DeleteBucket", "Resource": "arn:aws:s3:::%s"}}
        """
            .formatted(name);
    aws.s3().putBucketPolicy(r -> r.bucket(name).policy(others));
    setup().build().apply();
    setup().prefix("second/").table(name + "-2").build().apply();
    assertThat(aws.s3().getBucketPolicy(r -> r.bucket(name)).policy())
        .contains("\"Others\"", "s3:DeleteBucket", name + "/*/????????????/*")
        .contains(name + "/second/*/????????????/*");
    assertThat(aws.s3().getBucketLifecycleConfiguration(r -> r.bucket(name)).rules()).hasSize(2);
  }

  @Test
  void janitorThatIsNotSetIsAWarningOfTheDoctor() {
    SetupReport report = setup().build().apply();
    assertThat(report.findings())
        .filteredOn(finding -> finding.outcome() == Outcome.NOT_SET)
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).startsWith("removal policy of bucket"));
    assertThat(
            S3DynamoDoctor.builder()
                .bucket(name)
                .table(name)
                .s3(aws.s3())
                .dynamoDb(aws.dynamoDb())
                .build()
                .run()
                .checks())
        .filteredOn(check -> check.name().startsWith("removal policy"))
        .singleElement()
        .satisfies(check -> assertThat(check.verdict()).isEqualTo(DoctorReport.Verdict.WARN));
  }

  @Test
  void choicesOfTheOwnerAreMadeAndCompared() {
    String key = "arn:aws:kms:us-east-1:000000000000:key/11111111-1111-1111-1111-111111111111";
    setup()
        .kmsKey(key)
        .noncurrentVersionExpiration(Duration.ofDays(7))
        .objectLock(Duration.ofDays(5))
        .build()
        .apply();
    assertThat(
            outcomes(
                setup()
                    .kmsKey(key)
                    .noncurrentVersionExpiration(Duration.ofDays(7))
                    .objectLock(Duration.ofDays(5))
                    .build()
                    .check()))
        .doesNotContain(Outcome.WRONG, Outcome.REFUSED);
    SetupReport other =
        setup()
            .kmsKey(key + "2")
            .noncurrentVersionExpiration(Duration.ofDays(8))
            .objectLock(Duration.ofDays(6))
            .build()
            .check();
    assertThat(other.findings())
        .filteredOn(finding -> finding.outcome() == Outcome.WRONG)
        .extracting(finding -> finding.what().replaceAll(" of .*", ""))
        .containsExactlyInAnyOrder("encryption", "expiry", "object lock");
    assertThat(outcomes(setup().build().check())).doesNotContain(Outcome.WRONG);
  }
}
