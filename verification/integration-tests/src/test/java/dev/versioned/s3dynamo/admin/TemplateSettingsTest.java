package dev.versioned.s3dynamo.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Every setting of the CloudFormation template's bucket and table is one that the doctor knows. */
class TemplateSettingsTest {
  /** What the set-up and the doctor call each setting. */
  private static final Map<String, String> CHECKS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("Bucket.BucketName", "bucket"),
              Map.entry("Bucket.PublicAccessBlockConfiguration", "public access block of bucket"),
              Map.entry("Bucket.OwnershipControls", "ownership of objects in bucket"),
              Map.entry("Bucket.VersioningConfiguration", "versioning of bucket"),
              Map.entry("Bucket.BucketEncryption", "encryption of bucket"),
              Map.entry("Bucket.ObjectLockEnabled", "object lock of bucket"),
              Map.entry("Bucket.ObjectLockConfiguration", "object lock of bucket"),
              Map.entry(
                  "Bucket.LifecycleConfiguration.versioned-abort-incomplete-uploads",
                  "lifecycle rule of bucket"),
              Map.entry(
                  "Bucket.LifecycleConfiguration.versioned-remove-noncurrent-versions",
                  "expiry of noncurrent versions of bucket"),
              Map.entry("BucketPolicy.TlsOnly", "TLS-only policy of bucket"),
              Map.entry("BucketPolicy.VersionsAreWrittenOnce", "write-once policy of bucket"),
              Map.entry("BucketPolicy.VersionsAreRemovedByTheJanitor", "removal policy of bucket"),
              Map.entry("Table.TableName", "table"),
              Map.entry("Table.KeySchema", "table"),
              Map.entry("Table.AttributeDefinitions", "table"),
              Map.entry("Table.GlobalSecondaryIndexes", "index artifacts of table"),
              Map.entry("Table.BillingMode", "billing mode of table"),
              Map.entry("Table.DeletionProtectionEnabled", "deletion protection of table"),
              Map.entry("Table.TimeToLiveSpecification", "time to live of table"),
              Map.entry(
                  "Table.PointInTimeRecoverySpecification", "point-in-time recovery of table")));

  private static Object at(Object value, String... path) {
    Object found = value;
    for (String step : path) {
      found = ((Map<?, ?>) found).get(step);
    }
    return found;
  }

  private static List<String> ids(Object list, String id) {
    return ((List<?>) list).stream().map(one -> String.valueOf(at(one, id))).toList();
  }

  private static Set<String> settingsOfTheTemplate() throws Exception {
    Object resources;
    try (Reader text =
        Files.newBufferedReader(Path.of("../../deploy/cloudformation/versioned-repository.yaml"))) {
      resources = at(new Yaml().load(text), "Resources");
    }
    List<String> settings = new ArrayList<>();
    for (String resource : List.of("Bucket", "Table")) {
      ((Map<?, ?>) at(resources, resource, "Properties"))
          .keySet()
          .forEach(name -> settings.add(resource + "." + name));
    }
    settings.remove("Bucket.LifecycleConfiguration");
    ids(at(resources, "Bucket", "Properties", "LifecycleConfiguration", "Rules"), "Id")
        .forEach(rule -> settings.add("Bucket.LifecycleConfiguration." + rule));
    ids(at(resources, "BucketPolicy", "Properties", "PolicyDocument", "Statement"), "Sid")
        .forEach(sid -> settings.add("BucketPolicy." + sid));
    return new TreeSet<>(settings);
  }

  @Test
  void everySettingHasACheck() throws Exception {
    assertThat(settingsOfTheTemplate()).isEqualTo(CHECKS.keySet());
  }

  @Test
  void setupAndDoctorReportEveryCheck() {
    LocalAws aws = SharedLocalAws.of(LocalAwsKind.EMBEDDED);
    try (LocalRepository local = LocalRepository.create(aws)) {
      List<String> found =
          S3DynamoSetup.builder()
              .bucket(local.bucket())
              .table(local.table())
              .s3(aws.s3())
              .dynamoDb(aws.dynamoDb())
              .build()
              .check()
              .findings()
              .stream()
              .map(SetupReport.Finding::what)
              .toList();
      List<String> checked =
          S3DynamoDoctor.builder()
              .bucket(local.bucket())
              .table(local.table())
              .s3(aws.s3())
              .dynamoDb(aws.dynamoDb())
              .build()
              .run()
              .checks()
              .stream()
              .map(DoctorReport.Check::name)
              .toList();
      Set<String> expected = new TreeSet<>();
      CHECKS.values().stream().map(check -> check + " " + local.bucket()).forEach(expected::add);
      assertThat(found).containsAll(expected);
      assertThat(checked).containsAll(expected);
    }
  }
}
