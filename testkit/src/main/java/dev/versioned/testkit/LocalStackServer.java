package dev.versioned.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * The container of {@link LocalStackAws}. Only this class needs Testcontainers, so that a class
 * that loads without it can report its absence.
 */
final class LocalStackServer {

  private static final Logger LOGGER = LoggerFactory.getLogger(LocalStackServer.class);
  private static final Duration PULL_LIMIT = Duration.ofMinutes(10);
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private static final int PORT = 4566;
  private static final String REGION = "us-east-1";

  /** LocalStack accepts any. */
  private static final String KEY = "test";

  /** The last three start when they are first called: to try a template of the infrastructure. */
  private static final String SERVICES = "s3,dynamodb,cloudformation,iam,kms";

  private final GenericContainer<?> container;

  private LocalStackServer(GenericContainer<?> container) {
    this.container = container;
  }

  static LocalStackServer start(String image) throws InterruptedException {
    failIfAnImageIsMissing();
    pullUnlessPresent(image);
    LocalStackServer server = new LocalStackServer(container(image));
    try {
      server.container.start();
    } catch (RuntimeException e) {
      server.stop();
      throw e;
    }
    return server;
  }

  URI endpoint() {
    return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
  }

  String region() {
    return REGION;
  }

  AwsCredentials credentials() {
    return AwsBasicCredentials.create(KEY, KEY);
  }

  void stop() {
    container.stop();
  }

  /**
   * A container of no special class: that of LocalStack is in another artifact and in another
   * package in each major version of Testcontainers, and users have either.
   */
  @SuppressWarnings("resource") // Each setter returns the container itself: stop() closes it.
  private static GenericContainer<?> container(String image) {
    return new GenericContainer<>(DockerImageName.parse(image))
        .withExposedPorts(PORT)
        .withEnv("SERVICES", SERVICES)
        .withEnv("DEFAULT_REGION", REGION)
        .withEnv("LOCALSTACK_HOST", DockerClientFactory.instance().dockerHostIpAddress())
        .waitingFor(Wait.forLogMessage(".*Ready\\.\n", 1).withStartupTimeout(START_LIMIT));
  }

  /**
   * Fails early: Testcontainers would retry for minutes to pull a missing image, even one of its
   * own.
   */
  private static void failIfAnImageIsMissing() {
    DockerProbe.missingImage()
        .ifPresent(
            missing -> {
              throw new IllegalStateException(missing);
            });
  }

  /** Pulls an image once: Testcontainers would retry for minutes after a refusal. */
  private static void pullUnlessPresent(String name) throws InterruptedException {
    String image =
        ImageNameSubstitutor.instance().apply(DockerImageName.parse(name)).asCanonicalNameString();
    DockerClient docker = DockerClientFactory.instance().client();
    try {
      docker.inspectImageCmd(image).exec();
    } catch (NotFoundException absent) {
      LOGGER.info("Pulling {}, which is not on this machine yet", image);
      boolean pulled =
          docker
              .pullImageCmd(image)
              .start()
              .awaitCompletion(PULL_LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!pulled) {
        throw new IllegalStateException(image + " was not pulled within " + PULL_LIMIT);
      }
    }
  }
}
