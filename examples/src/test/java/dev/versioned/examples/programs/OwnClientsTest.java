package dev.versioned.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.Version;
import dev.versioned.testkit.ArtifactRepositoryExtension;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalRepository;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

@ExtendWith(ArtifactRepositoryExtension.class)
@Tag("full")
class OwnClientsTest {

  @Test
  void clientsAndThreadsOfTheApplicationAreUsedAndStayOpen(LocalRepository local, LocalAws aws) {
    AwsCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(aws.accessKey(), aws.secretKey()));
    Region region = Region.of(aws.region());
    ExecutorService executor = Executors.newCachedThreadPool();
    try (S3Client s3 =
            OwnClients.s3()
                .endpointOverride(aws.s3Endpoint())
                .forcePathStyle(true)
                .region(region)
                .credentialsProvider(credentials)
                .build();
        DynamoDbClient dynamoDb =
            OwnClients.dynamoDb()
                .endpointOverride(aws.dynamoDbEndpoint())
                .region(region)
                .credentialsProvider(credentials)
                .build()) {
      Version version;
      try (ArtifactRepository repo =
          OwnClients.open(s3, dynamoDb, executor, local.bucket(), local.table())) {
        version = repo.artifact("basket").publish(Content.of("bytes")).version();
      }
      assertThat(version.createdBy()).isEqualTo("shop");
      assertThat(local.repository().artifact("basket").resolve("1")).isEqualTo(version);
      assertThat(s3.headBucket(b -> b.bucket(local.bucket())).sdkHttpResponse().isSuccessful())
          .isTrue();
    } finally {
      executor.shutdownNow();
    }
  }
}
