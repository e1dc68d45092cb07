package dev.versioned.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

class SetupClientTest {

  @Test
  void requestsThatTheServerWouldRefuseAreNotSent() {
    LocalAws aws = SharedLocalAws.of(LocalAwsKind.EMBEDDED);
    List<Class<? extends SdkRequest>> sent = new ArrayList<>();
    ExecutionInterceptor interceptor =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes unused) {
            sent.add(context.request().getClass());
          }
        };
    String name = "setup-" + UUID.randomUUID();
    try (S3Client s3 = aws.s3Builder(interceptor).build()) {
      var report =
          S3DynamoSetup.builder()
              .bucket(name)
              .table(name)
              .s3(new SetupClient(s3, aws.deviations()))
              .dynamoDb(aws.dynamoDb())
              .deletionProtection(S3DynamoSetup.DeletionProtection.OFF)
              .build()
              .apply();
      assertThat(report.findings())
          .filteredOn(finding -> finding.outcome() == Outcome.UNSUPPORTED)
          .extracting(Finding::what)
          .contains("public access block of bucket " + name, "lifecycle rule of bucket " + name);
      assertThat(sent)
          .contains(CreateBucketRequest.class)
          .noneMatch(type -> type.getSimpleName().matches(".*(PublicAccessBlock|Lifecycle).*"));
    } finally {
      aws.s3().deleteObject(o -> o.bucket(name).key(".versioned"));
      aws.s3().deleteBucket(b -> b.bucket(name));
      aws.dynamoDb().deleteTable(b -> b.tableName(name));
    }
  }
}
