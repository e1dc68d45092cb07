package dev.versioned.spring;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients of the servers that connection details name; closed with the context. */
record DetailsClients(S3Client s3, DynamoDbClient dynamoDb) implements AutoCloseable {

  static DetailsClients of(VersionedConnectionDetails details) {
    AwsCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(details.accessKey(), details.secretKey()));
    Region region = Region.of(details.region());
    URI s3 = details.s3Endpoint();
    return new DetailsClients(
        S3Client.builder()
            .endpointOverride(s3)
            .region(region)
            .credentialsProvider(credentials)
            // A bucket's name cannot become a host name without a DNS entry for it.
            .forcePathStyle(true)
            .build(),
        DynamoDbClient.builder()
            .endpointOverride(details.dynamoDbEndpoint())
            .region(region)
            .credentialsProvider(credentials)
            .build());
  }

  @Override
  public void close() {
    s3.close();
    dynamoDb.close();
  }
}
