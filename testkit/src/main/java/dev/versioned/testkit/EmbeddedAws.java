package dev.versioned.testkit;

import dev.versioned.testkit.s3.EmbeddedS3;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * S3Proxy and DynamoDB Local inside this JVM, on two free ports of the loopback address: needs no
 * Docker, no network and no installation, and starts in about two seconds.
 *
 * <p>All data is stored in memory or in a separate temporary folder, and is removed by {@link
 * #close()}. (DynamoDB Local also unpacks one native library into {@code java.io.tmpdir}, once per
 * JVM, removed when the JVM ends.) On Java 24 and newer the JVM warns about that library unless it
 * runs with {@code --enable-native-access=ALL-UNNAMED}.
 *
 * <p>Several may run at once in one JVM. Thread-safe.
 */
public final class EmbeddedAws extends RunningAws {

  private static final String ACCESS_KEY = "test";
  private static final String SECRET_KEY = "test-secret";
  private static final String REGION = "us-east-1";

  private EmbeddedAws(
      String name, AwsClients clients, Set<ServerDeviation> deviations, Cleanup cleanup) {
    super(name, clients, deviations, cleanup);
  }

  /**
   * Starts a stack that stores the objects in memory: the fastest, for objects that fit into the
   * heap several times.
   *
   * @return a started stack; the caller closes it
   * @throws IllegalStateException if a server cannot be started or is not on the class path
   */
  public static EmbeddedAws startInMemory() {
    return start(
        "embedded-memory",
        KnownDeviations.EMBEDDED_IN_MEMORY,
        cleanup -> EmbeddedS3.startInMemory(ACCESS_KEY, SECRET_KEY));
  }

  /**
   * Starts a stack that stores the objects in a temporary folder, for big objects. The items of
   * DynamoDB are still stored in memory.
   *
   * @return a started stack; the caller closes it
   * @throws IllegalStateException if a server cannot be started or is not on the class path
   */
  public static EmbeddedAws startOnDisk() {
    return start(
        "embedded-disk",
        KnownDeviations.EMBEDDED_ON_DISK,
        cleanup ->
            EmbeddedS3.startOnDisk(
                cleanup.addTemporaryFolder("versioned-s3-"), ACCESS_KEY, SECRET_KEY));
  }

  private static EmbeddedAws start(
      String name, Set<ServerDeviation> deviations, S3Starter s3Starter) {
    Cleanup cleanup = new Cleanup();
    try {
      EmbeddedS3 s3 = s3Starter.start(cleanup);
      cleanup.add(s3::stop);
      EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start();
      cleanup.add(dynamoDb::stop);
      AwsClients clients =
          cleanup.add(
              new AwsClients(
                  s3.endpoint(),
                  dynamoDb.endpoint(),
                  REGION,
                  AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)));
      clients.warmUp();
      return new EmbeddedAws(name, clients, deviations, cleanup);
    } catch (Exception | LinkageError e) {
      throw StartFailure.of("the embedded stack", e, cleanup);
    }
  }

  @FunctionalInterface
  private interface S3Starter {
    EmbeddedS3 start(Cleanup cleanup) throws Exception;
  }
}
