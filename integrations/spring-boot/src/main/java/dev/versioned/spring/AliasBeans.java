package dev.versioned.spring;

import dev.versioned.LiveAlias;
import dev.versioned.deployment.LiveDeployment;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Registers a bean for each alias of the properties: {@code checkoutLiveAlias} or {@code
 * checkoutLiveDeployment}, with the qualifier {@code checkout}.
 */
final class AliasBeans implements BeanDefinitionRegistryPostProcessor {
  private final Environment environment;

  AliasBeans(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    BeanFactory beans = (BeanFactory) registry;
    Map<String, VersionedProperties.Alias> aliases =
        Binder.get(environment)
            .bind(
                "versioned.aliases", Bindable.mapOf(String.class, VersionedProperties.Alias.class))
            .orElse(Map.of());
    aliases.forEach(
        (name, alias) -> {
          register(
              registry,
              name,
              name + "LiveAlias",
              LiveAlias.class,
              () -> beans.getBean(LiveAliases.class).live(alias.key()));
          if (alias.loader() != null) {
            register(
                registry,
                name,
                name + "LiveDeployment",
                LiveDeployment.class,
                () -> beans.getBean(LiveAliases.class).deployment(alias.key()));
          }
        });
  }

  private static <T> void register(
      BeanDefinitionRegistry registry,
      String name,
      String bean,
      Class<T> type,
      Supplier<? extends T> supplier) {
    RootBeanDefinition definition = new RootBeanDefinition(type);
    definition.setInstanceSupplier(supplier);
    definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
    // Closed by LiveAliases, each once.
    definition.setDestroyMethodName("");
    registry.registerBeanDefinition(bean, definition);
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
    ((DefaultListableBeanFactory) factory)
        .setAutowireCandidateResolver(new LiveAliasResolver(factory));
  }
}
