package dev.versioned.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.Version;
import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A repository in a LocalStack container that the application declares. */
@Tag("full")
class ContainerConnectionTest {
  private static final String IMAGE = "localstack/localstack:4.14.0";
  private static final String NAME = "acme-artifacts";

  @SpringBootConfiguration
  @ImportAutoConfiguration({
    ServiceConnectionAutoConfiguration.class,
    VersionedAutoConfiguration.class
  })
  static class Application {
    @Bean
    @ServiceConnection(name = "localstack/localstack")
    GenericContainer<?> localStack() {
      return new GenericContainer<>(DockerImageName.parse(IMAGE))
          .withExposedPorts(4566)
          .withEnv("SERVICES", "s3,dynamodb")
          .waitingFor(
              Wait.forLogMessage(".*Ready\\.\n", 1).withStartupTimeout(Duration.ofMinutes(2)));
    }
  }

  private static void setUp(VersionedConnectionDetails details) {
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(details.accessKey(), details.secretKey()));
    Region region = Region.of(details.region());
    try (S3Client s3 =
            S3Client.builder()
                .endpointOverride(details.s3Endpoint())
                .forcePathStyle(true)
                .region(region)
                .credentialsProvider(credentials)
                .build();
        DynamoDbClient dynamoDb =
            DynamoDbClient.builder()
                .endpointOverride(details.dynamoDbEndpoint())
                .region(region)
                .credentialsProvider(credentials)
                .build()) {
      S3DynamoSetup.builder()
          .bucket(NAME)
          .table(NAME)
          .s3(s3)
          .dynamoDb(dynamoDb)
          .deletionProtection(S3DynamoSetup.DeletionProtection.OFF)
          .build()
          .apply();
    }
  }

  /** A pull that is refused is retried for minutes. */
  private static boolean hasImage() {
    try {
      DockerClientFactory.instance().client().inspectImageCmd(IMAGE).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  @Test
  void repositoryIsInTheContainer() {
    assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "there is no Docker here");
    assumeTrue(hasImage(), "Docker has no image " + IMAGE + ": the tests of the test kit pull it");
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .properties("versioned.bucket=" + NAME, "versioned.table=" + NAME)
            .run()) {
      setUp(context.getBean(VersionedConnectionDetails.class));
      Artifact app = context.getBean(ArtifactRepository.class).artifact("app");
      Version version = app.publish(Content.of("hello")).version();
      assertThat(new String(app.readBytes(version), StandardCharsets.UTF_8)).isEqualTo("hello");
      assertThat(app.alias("LIVE").pointTo(version).revision()).isEqualTo(1);
    }
  }
}
