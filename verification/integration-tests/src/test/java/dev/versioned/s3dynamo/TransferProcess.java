package dev.versioned.s3dynamo;

import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.model.Digest;
import dev.versioned.model.VersionNumber;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A process that downloads version 1 of an artifact to a cache, or publishes a file. */
final class TransferProcess {
  private TransferProcess() {}

  public static void main(String[] args) throws IOException {
    CountedCalls calls = new CountedCalls();
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(args[4], args[5]));
    S3Client s3 =
        S3Client.builder()
            .endpointOverride(URI.create(args[0]))
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .forcePathStyle(true)
            .overrideConfiguration(o -> o.addExecutionInterceptor(calls))
            .build();
    DynamoDbClient dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(URI.create(args[1]))
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .build();
    Path path = Path.of(args[7]);
    try (ArtifactRepository repo =
        S3DynamoRepository.builder()
            .bucket(args[2])
            .table(args[3])
            .s3(s3)
            .dynamoDb(dynamoDb)
            .build()) {
      if (args[6].equals("publish")) {
        repo.artifact(args[8]).publish(Content.of(path), p -> p.idempotencyKey("build-1"));
      } else {
        ArtifactCache cache = ArtifactCache.builder(repo, path).build();
        var version = repo.artifact(args[8]).resolve(VersionNumber.of(1));
        long downloads =
            calls.during(() -> cache.fetch(version)).stream().filter("GetObject"::equals).count();
        try (InputStream in = Files.newInputStream(cache.fetch(version))) {
          System.out.println(downloads + " " + Digest.of(in));
        }
      }
    }
  }
}
