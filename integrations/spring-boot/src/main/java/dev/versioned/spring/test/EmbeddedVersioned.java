package dev.versioned.spring.test;

import dev.versioned.spring.VersionedConnectionDetails;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Connects a test's context to a bucket and a table of its own, on the local stack of {@code
 * versioned-testkit}: {@code @Import(EmbeddedVersioned.class)}. They are removed with the context.
 * Beans of {@link InitialContent} publish what it needs to start, and the bean {@link
 * LocalRepository} the rest.
 */
@Configuration(proxyBeanMethods = false)
public class EmbeddedVersioned {

  /** Called by Spring. */
  public EmbeddedVersioned() {}

  /**
   * Makes bucket and table, with the initial content.
   *
   * @param contents what to publish
   * @return the repository, which the context closes
   */
  @Bean
  public LocalRepository versionedLocalRepository(ObjectProvider<InitialContent> contents) {
    Objects.requireNonNull(contents, "contents");
    LocalRepository local = LocalRepository.create(SharedLocalAws.select());
    try {
      contents.orderedStream().forEach(content -> content.publish(local.repository()));
      return local;
    } catch (RuntimeException | Error e) {
      local.close();
      throw e;
    }
  }

  /**
   * Connects to them.
   *
   * @param local the repository
   * @return the connection details
   */
  @Bean
  public VersionedConnectionDetails versionedConnectionDetails(LocalRepository local) {
    return new Details(Objects.requireNonNull(local, "local"));
  }

  private record Details(LocalRepository local) implements VersionedConnectionDetails {
    private LocalAws aws() {
      return local.aws();
    }

    @Override
    public URI s3Endpoint() {
      return aws().s3Endpoint();
    }

    @Override
    public URI dynamoDbEndpoint() {
      return aws().dynamoDbEndpoint();
    }

    @Override
    public String region() {
      return aws().region();
    }

    @Override
    public String accessKey() {
      return aws().accessKey();
    }

    @Override
    public String secretKey() {
      return aws().secretKey();
    }

    @Override
    public Optional<String> bucket() {
      return Optional.of(local.bucket());
    }

    @Override
    public Optional<String> table() {
      return Optional.of(local.table());
    }
  }
}
