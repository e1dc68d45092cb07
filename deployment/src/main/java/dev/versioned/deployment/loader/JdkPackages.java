package dev.versioned.deployment.loader;

import java.lang.module.ModuleDescriptor;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The packages of the JDK's modules, whose classes no jar may bring its own copy of. */
final class JdkPackages {
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

  // Not a list of prefixes: javax.xml is the JDK's, javax.inject is not.
  private static final Set<String> NAMES =
      ModuleLayer.boot().modules().stream()
          .filter(module -> isPlatform(module.getClassLoader()))
          .map(Module::getDescriptor)
          .map(ModuleDescriptor::packages)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private JdkPackages() {}

  static boolean contain(String packageName) {
    return packageName.startsWith("java.") || NAMES.contains(packageName);
  }

  static ClassLoader loader() {
    return PLATFORM;
  }

  private static boolean isPlatform(@Nullable ClassLoader loader) {
    return loader == null || loader == PLATFORM;
  }
}
