package dev.versioned.testkit;

import dev.versioned.ArtifactRepository;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a repository on local S3 and DynamoDB: declare a parameter of type {@link
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
 * included), and removed with its bucket and table after the class. A parameter may also be a
 * {@link LocalRepository}, which knows bucket and table, or the {@link LocalAws} itself. {@link
 * SharedLocalAws#select} says which stack it is and how to force one. Works with JUnit 5.10 and
 * newer, JUnit 6 included.
 */
public final class ArtifactRepositoryExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ArtifactRepositoryExtension.class);

  /** Makes the extension; JUnit does that. */
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

  /** What JUnit's store closes after the test class: before 5.13 it knew this interface alone. */
  @SuppressWarnings("deprecation") // since JUnit 5.13, which closes by AutoCloseable, too
  private static final class Held
      implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    final LocalRepository local = LocalRepository.create(SharedLocalAws.select());

    @Override
    public void close() {
      local.close();
    }
  }
}
