package dev.versioned.spring;

import dev.versioned.LiveAlias;
import dev.versioned.deployment.LiveDeployment;
import java.lang.annotation.Annotation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;

/**
 * Resolves injection points with {@link LiveAliasOf}, as Spring resolves those with {@code @Value}.
 * A qualifier would not do: its bean would have to exist under each name beforehand.
 */
final class LiveAliasResolver extends ContextAnnotationAutowireCandidateResolver {
  private final BeanFactory beans;

  LiveAliasResolver(BeanFactory beans) {
    this.beans = beans;
  }

  @Override
  public @Nullable Object getSuggestedValue(DependencyDescriptor descriptor) {
    for (Annotation annotation : descriptor.getAnnotations()) {
      if (annotation instanceof LiveAliasOf of) {
        return find(descriptor, of.value());
      }
    }
    return super.getSuggestedValue(descriptor);
  }

  private @Nullable Object find(DependencyDescriptor descriptor, String name) {
    Class<?> type = descriptor.getDependencyType();
    if (type == LiveAlias.class) {
      return beans.getBean(LiveAliases.class).live(AliasKey.parse(name));
    }
    if (type == LiveDeployment.class) {
      return beans.getBean(LiveAliases.class).deployment(AliasKey.parse(name));
    }
    // Such as an ObjectProvider, whose object is resolved later, with its own descriptor.
    return super.getSuggestedValue(descriptor);
  }
}
