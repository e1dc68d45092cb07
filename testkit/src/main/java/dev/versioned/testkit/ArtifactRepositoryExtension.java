package dev.versioned.testkit;

import dev.versioned.ArtifactRepository;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides tests with a repository on local S3 and DynamoDB: declare a parameter of type {@link
 * ArtifactRepository} on a test, a set-up method or a constructor.
 *
 * <pre>{@code
 * @ExtendWith(ArtifactRepositoryExtension.class)
 * class CheckoutTest {
 *   @Test
 *   void servesTheCanary(ArtifactRepository repo) { ... }
 * }
 * }</pre>
 *
 * <p>The repository is empty when a test class starts, shared by its tests (nested classes
 * included), and removed with its bucket and table after the class. A parameter may also be of type
 * {@link LocalRepository}, which has the names of bucket and table, or of type {@link LocalAws}.
 * {@link SharedLocalAws#select} describes which stack is used and how to force one. Works with
 * JUnit 5.10 and newer, JUnit 6 included.
 */
public final class ArtifactRepositoryExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ArtifactRepositoryExtension.class);

  /** Creates the extension; called by JUnit. */
  public ArtifactRepositoryExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ArtifactRepository.class
        || type == LocalRepository.class
        || type == LocalAws.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == LocalAws.class) {
      return SharedLocalAws.select();
    }
    LocalRepository local =
        outermostClass(context)
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(Held.class, key -> new Held(), Held.class)
            .local;
    return type == LocalRepository.class ? local : local.repository();
  }

  /** Nested test classes share the repository of the class around them. */
  private static ExtensionContext outermostClass(ExtensionContext context) {
    ExtensionContext at = context;
    ExtensionContext outermost = context;
    while (at.getParent().isPresent()) {
      if (at.getTestClass().isPresent()) {
        outermost = at;
      }
      at = at.getParent().get();
    }
    return outermost;
  }

  /**
   * The interface by which JUnit's store closes resources after the test class: before 5.13 the
   * only one.
   */
  @SuppressWarnings("deprecation") // since JUnit 5.13, which also closes AutoCloseable
  private static final class Held
      implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    final LocalRepository local = LocalRepository.create(SharedLocalAws.select());

    @Override
    public void close() {
      local.close();
    }
  }
}
