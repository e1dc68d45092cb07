package dev.versioned.s3dynamo;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.PublishResult;
import dev.versioned.Version;
import dev.versioned.VersionInUseException;
import dev.versioned.Weight;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A process of its own that publishes, puts, moves aliases and deletes until it is killed. Each
 * publish that was acknowledged is a line on standard output: artifact, number, digest.
 */
final class KilledPublisher {
  private KilledPublisher() {}

  public static void main(String[] args) {
    String name = args[2];
    Random random = new Random(Long.parseLong(args[3]));
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(args[4], args[5]));
    S3Client s3 =
        S3Client.builder()
            .endpointOverride(URI.create(args[0]))
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .forcePathStyle(true)
            .build();
    DynamoDbClient dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(URI.create(args[1]))
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .build();
    ArtifactRepository repo =
        S3DynamoRepository.builder().bucket(name).table(name).s3(s3).dynamoDb(dynamoDb).build();
    while (true) {
      act(repo.artifact("a" + random.nextInt(3)), random);
    }
  }

  private static void act(Artifact artifact, Random random) {
    // Some contents come twice, some are sent in parts, some are streams of unknown length.
    int size = random.nextInt(8) == 0 ? 17 << 20 : random.nextInt(2000);
    byte[] bytes = new byte[size];
    new Random(random.nextInt(50)).nextBytes(bytes);
    switch (random.nextInt(6)) {
      case 0 -> acknowledge(artifact.publish(Content.stream(new ByteArrayInputStream(bytes))));
      case 1 -> {
        artifact.put(Content.of(bytes));
        acknowledge(artifact.publish());
      }
      case 2 -> move(artifact, random);
      case 3 -> delete(artifact, random);
      default ->
          acknowledge(
              artifact.publish(Content.of(bytes), p -> p.idempotencyKey("k" + random.nextLong())));
    }
  }

  private static void acknowledge(PublishResult result) {
    Version version = result.version();
    System.out.println(version.artifact() + " " + version.number() + " " + version.digest());
  }

  private static void move(Artifact artifact, Random random) {
    List<Version> newest = artifact.versions().limit(4).toList();
    if (newest.size() < 2) {
      return;
    }
    Version one = newest.get(random.nextInt(newest.size()));
    Version other = newest.get(random.nextInt(newest.size()));
    try {
      if (one.equals(other)) {
        artifact.alias("LIVE").pointTo(one);
      } else {
        artifact.alias("LIVE").split(one, other, Weight.percent(random.nextInt(101)));
      }
    } catch (dev.versioned.NotFoundException e) {
      // Deleted by another process meanwhile: that is what is to be refused.
    }
  }

  private static void delete(Artifact artifact, Random random) {
    artifact
        .versions()
        .skip(random.nextInt(6))
        .findFirst()
        .ifPresent(
            version -> {
              try {
                artifact.delete(version.number());
              } catch (VersionInUseException e) {
                // Routed to: that is what is to be refused.
              }
            });
  }
}
