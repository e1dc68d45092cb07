package dev.versioned.s3dynamo;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.RepositorySettings;
import dev.versioned.testkit.LocalRepository;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A test's own access to a shared bucket and table: its requests pass interceptors, and it has a
 * separate artifact.
 */
record Intercepted(S3Client s3, DynamoDbClient dynamoDb, ArtifactRepository repo, Artifact artifact)
    implements AutoCloseable {

  static Intercepted open(
      LocalRepository local,
      UnaryOperator<RepositorySettings> settings,
      ExecutionInterceptor... interceptors) {
    S3Client s3 = local.aws().s3Builder(interceptors).build();
    DynamoDbClient dynamoDb = local.aws().dynamoDbBuilder(interceptors).build();
    ArtifactRepository repo = local.open(s3, dynamoDb, settings);
    return new Intercepted(s3, dynamoDb, repo, repo.artifact("a" + System.nanoTime()));
  }

  @Override
  public void close() {
    repo.close();
    s3.close();
    dynamoDb.close();
  }
}
