package dev.versioned.s3dynamo.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.s3dynamo.admin.DoctorReport.Check;
import dev.versioned.s3dynamo.admin.DoctorReport.Verdict;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The doctor on servers that behave like AWS, and on some that do not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
class DoctorTest {
  private final LocalAws aws = SharedLocalAws.of(LocalAwsKind.EMBEDDED);
  private LocalRepository local;

  @BeforeAll
  void start() {
    local = LocalRepository.create(aws);
  }

  @AfterAll
  void stop() {
    local.close();
  }

  /** A server that ignores conditions and checksums. */
  private record Deaf() implements ExecutionInterceptor {
    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
      SdkRequest request = context.request();
      if (request instanceof PutObjectRequest put) {
        return put.toBuilder().ifNoneMatch(null).checksumSHA256(null).build();
      } else if (request instanceof CompleteMultipartUploadRequest complete) {
        return complete.toBuilder().ifNoneMatch(null).build();
      } else if (request instanceof PutItemRequest put) {
        return put.toBuilder()
            .conditionExpression(null)
            .expressionAttributeNames(null)
            .expressionAttributeValues(null)
            .returnValuesOnConditionCheckFailure((String) null)
            .build();
      } else if (request instanceof UpdateItemRequest update
          && update.key().get("pk").s().equals("VERSIONS#_probe")) {
        return update.toBuilder()
            .conditionExpression(null)
            .returnValuesOnConditionCheckFailure((String) null)
            .build();
      }
      return request;
    }
  }

  /** A role without permission to delete. */
  private record NoDeletes() implements ExecutionInterceptor {
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      if (context.request() instanceof DeleteObjectRequest) {
        throw S3Exception.builder().statusCode(403).message("Access Denied").build();
      }
    }
  }

  private List<Check> checks(S3Client s3, DynamoDbClient dynamoDb) {
    return S3DynamoDoctor.builder()
        .bucket(local.bucket())
        .table(local.table())
        .s3(s3)
        .dynamoDb(dynamoDb)
        .build()
        .run()
        .checks();
  }

  private static List<String> failed(List<Check> checks) {
    return checks.stream().filter(c -> c.verdict() == Verdict.FAIL).map(Check::name).toList();
  }

  @Test
  void soundServersFailNothingAndNothingIsLeft() {
    assertThat(failed(checks(aws.s3(), aws.dynamoDb()))).isEmpty();
    assertThat(aws.s3().listObjectsV2(r -> r.bucket(local.bucket())).contents())
        .noneMatch(object -> object.key().contains("_doctor"));
    assertThat(aws.dynamoDb().scan(r -> r.tableName(local.table())).items())
        .noneMatch(item -> item.get("pk").s().contains("_doctor"));
  }

  @Test
  void serversThatIgnoreConditionsAndChecksumsAreFoundOut() {
    try (S3Client s3 = aws.s3Builder(new Deaf()).build();
        DynamoDbClient dynamoDb = aws.dynamoDbBuilder(new Deaf()).build()) {
      List<Check> checks = checks(s3, dynamoDb);
      assertThat(failed(checks))
          .containsExactlyInAnyOrder(
              "S3: PUT refuses to overwrite (If-None-Match)",
              "S3: of racing PUTs one wins",
              "S3: multipart completion refuses to overwrite (If-None-Match)",
              "S3: PUT refuses bytes of another checksum",
              "DynamoDB: a refused write returns the existing item (ALL_OLD)",
              "DynamoDB: of racing writes one wins");
      assertThat(checks)
          .filteredOn(c -> c.verdict() == Verdict.FAIL)
          .allMatch(c -> !c.found().isEmpty() && !c.remedy().isEmpty());
    }
  }

  @Test
  void aMissingPermissionIsNamed() {
    try (S3Client s3 = aws.s3Builder(new NoDeletes()).build()) {
      assertThat(checks(s3, aws.dynamoDb()))
          .filteredOn(c -> c.verdict() == Verdict.FAIL)
          .isNotEmpty()
          .allMatch(c -> c.found().contains("access is denied; allow s3:"));
    }
  }

  @Test
  void aMissingBucketAndTableAreReported() {
    DoctorReport report =
        S3DynamoDoctor.builder()
            .bucket("versioned-none")
            .table("versioned-none")
            .s3(aws.s3())
            .dynamoDb(aws.dynamoDb())
            .build()
            .run();
    assertThat(report.isHealthy()).isFalse();
    assertThat(failed(report.checks()))
        .containsExactly("bucket versioned-none", "table versioned-none");
  }
}
