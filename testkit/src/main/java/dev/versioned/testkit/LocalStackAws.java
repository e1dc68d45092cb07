package dev.versioned.testkit;

/**
 * LocalStack in a Docker container: closer to AWS than the embedded stack, but slower to start
 * (about 15 seconds, and a download of about a gigabyte the first time).
 *
 * <p>Needs Docker and {@code org.testcontainers:testcontainers}; Testcontainers' own environment
 * variables and settings file apply. The container and its contents are removed by {@link
 * #close()}, and at the latest when the JVM ends. Thread-safe.
 */
public final class LocalStackAws extends RunningAws {

  /** The last version that needs no account: newer ones refuse to start without a token. */
  static final String IMAGE = "localstack/localstack:4.14.0";

  private LocalStackAws(AwsClients clients, Cleanup cleanup) {
    super("localstack", clients, KnownDeviations.LOCALSTACK, cleanup);
  }

  /**
   * Pulls the image if it is missing, starts a container, and waits until both services have
   * answered.
   *
   * @return a started stack; the caller closes it
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
