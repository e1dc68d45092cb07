package dev.versioned.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.localstack.LocalStackContainer;
import org.testcontainers.containers.localstack.LocalStackContainer.Service;
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

  private final LocalStackContainer container;

  private LocalStackServer(LocalStackContainer container) {
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
    return container.getEndpoint();
  }

  String region() {
    return container.getRegion();
  }

  AwsCredentials credentials() {
    return AwsBasicCredentials.create(container.getAccessKey(), container.getSecretKey());
  }

  void stop() {
    container.stop();
  }

  @SuppressWarnings("resource") // Each setter returns the container itself: stop() closes it.
  private static LocalStackContainer container(String image) {
    return new LocalStackContainer(DockerImageName.parse(image))
        // The last two start when they are first called: to try a template of the infrastructure.
        .withServices(
            Service.S3, Service.DYNAMODB, Service.CLOUDFORMATION, Service.IAM, Service.KMS)
        .withStartupTimeout(START_LIMIT);
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
