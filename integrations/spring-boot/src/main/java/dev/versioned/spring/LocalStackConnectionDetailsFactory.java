package dev.versioned.spring;

import java.net.URI;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

/**
 * Connects to a LocalStack container with {@code @ServiceConnection}. It uses what all containers
 * have: the class of LocalStack's has another package in each major version of Testcontainers.
 */
final class LocalStackConnectionDetailsFactory
    extends ContainerConnectionDetailsFactory<Container<?>, VersionedConnectionDetails> {
  private static final int PORT = 4566;

  /** Called by Spring Boot, which lists it in spring.factories. */
  LocalStackConnectionDetailsFactory() {
    super("localstack/localstack");
  }

  @Override
  protected VersionedConnectionDetails getContainerConnectionDetails(
      ContainerConnectionSource<Container<?>> source) {
    return new Details(source);
  }

  private static final class Details extends ContainerConnectionDetails<Container<?>>
      implements VersionedConnectionDetails {
    Details(ContainerConnectionSource<Container<?>> source) {
      super(source);
    }

    private URI endpoint() {
      return URI.create(
          "http://" + getContainer().getHost() + ":" + getContainer().getMappedPort(PORT));
    }

    @Override
    public URI s3Endpoint() {
      return endpoint();
    }

    @Override
    public URI dynamoDbEndpoint() {
      return endpoint();
    }

    @Override
    public String region() {
      return getContainer().getEnvMap().getOrDefault("DEFAULT_REGION", "us-east-1");
    }

    @Override
    public String accessKey() {
      return "test";
    }

    @Override
    public String secretKey() {
      return "test";
    }
  }
}
