package dev.versioned.s3dynamo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The client for S3 that a repository makes is made when it is needed. */
class LazyClientTest {
  private static final String ENDPOINT_OF_S3 = "aws.endpointUrlS3";

  private final List<ClassLoader> loaders = new ArrayList<>();
  private boolean closed;

  private final class Client implements S3Client {
    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private LazyClient<S3Client> lazy() {
    return new LazyClient<>(
        () -> {
          loaders.add(Thread.currentThread().getContextClassLoader());
          return new Client();
        });
  }

  private static Connection connection() {
    Connection connection = new Connection();
    connection.bucket("acme");
    connection.region("eu-west-1");
    return connection;
  }

  private static boolean isLazy(Connection connection) {
    try (Opened<Bucket> opened = connection.openBucketLazily()) {
      return opened.client().client() instanceof LazyClient;
    }
  }

  @Test
  void clientIsMadeOnceByManyThreads() throws Exception {
    LazyClient<S3Client> client = lazy();
    assertThat(loaders).isEmpty();
    Set<S3Client> seen = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(new Thread(() -> seen.add(client.get())));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(seen).hasSize(1);
    assertThat(loaders).hasSize(1);
  }

  @Test
  void classesAreThoseOfTheThreadThatBuilt() throws Exception {
    LazyClient<S3Client> client = lazy();
    ClassLoader other = new URLClassLoader(new URL[0]);
    Thread thread =
        new Thread(
            () -> {
              client.get();
              loaders.add(Thread.currentThread().getContextClassLoader());
            });
    thread.setContextClassLoader(other);
    thread.start();
    thread.join();
    assertThat(loaders).containsExactly(Thread.currentThread().getContextClassLoader(), other);
  }

  @Test
  void closingMakesNone() {
    LazyClient<S3Client> unused = lazy();
    unused.close();
    assertThatIllegalStateException().isThrownBy(unused::get);
    assertThat(loaders).isEmpty();
    LazyClient<S3Client> used = lazy();
    used.get();
    used.close();
    assertThat(closed).isTrue();
  }

  @Test
  void onlyAClientThatNothingElseConfiguresIsLazy() {
    assertThat(isLazy(connection())).isTrue();
    try (S3Client s3 = Clients.s3("eu-west-1", null, null);
        DynamoDbClient dynamoDb = Clients.dynamoDb("eu-west-1", null, null)) {
      Connection withS3 = connection();
      withS3.s3(s3);
      assertThat(isLazy(withS3)).isFalse();
      Connection withDynamoDb = connection();
      withDynamoDb.dynamoDb(dynamoDb);
      assertThat(isLazy(withDynamoDb)).isFalse();
    }
    System.setProperty(ENDPOINT_OF_S3, "http://s3.example.com");
    try {
      assertThat(isLazy(connection())).isFalse();
      Connection encrypted = connection();
      encrypted.encrypted();
      assertThatIllegalArgumentException()
          .isThrownBy(encrypted::openBucketLazily)
          .withMessageContaining("http://s3.example.com");
      Connection everywhere = connection();
      everywhere.endpoint(URI.create("http://localhost:4566"));
      assertThat(isLazy(everywhere)).isTrue();
    } finally {
      System.clearProperty(ENDPOINT_OF_S3);
    }
  }
}
