package dev.versioned.testkit;

/**
 * LocalStack in a Docker container: nearer to AWS than the embedded stack, slower to start (some 15
 * seconds, and a download of about a gigabyte the first time).
 *
 * <p>Needs Docker and {@code org.testcontainers:localstack}; what Testcontainers is told by its own
 * environment variables and settings file holds here, too. The container and all that is in it are
 * gone after {@link #close()}, and at the latest when the JVM ends. Thread-safe.
 */
public final class LocalStackAws extends RunningAws {

  /** The last version that needs no account: newer ones refuse to start without a token. */
  static final String IMAGE = "localstack/localstack:4.14.0";

  private LocalStackAws(AwsClients clients, Cleanup cleanup) {
    super("localstack", clients, KnownDeviations.LOCALSTACK, cleanup);
  }

  /**
   * Pulls the image unless it is there, starts a container, and waits until both services have
   * answered.
   *
   * @return a started stack, which the caller closes
   * @throws IllegalStateException if Docker does not answer, the image cannot be pulled, the
   *     container does not start, or Testcontainers is not on the class path
   */
  public static LocalStackAws start() {
    Cleanup cleanup = new Cleanup();
    try {
      LocalStackServer server = LocalStackServer.start(IMAGE);
      cleanup.add(server::stop);
      AwsClients clients =
          cleanup.add(
              new AwsClients(
                  server.endpoint(), server.endpoint(), server.region(), server.credentials()));
      clients.warmUp();
      return new LocalStackAws(clients, cleanup);
    } catch (Exception | LinkageError e) {
      throw StartFailure.of("LocalStack", e, cleanup);
    }
  }
}
