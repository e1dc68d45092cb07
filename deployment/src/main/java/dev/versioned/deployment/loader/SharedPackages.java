package dev.versioned.deployment.loader;

import java.util.Set;

/**
 * The packages that jar and application have in common.
 *
 * @param type the package of the interface, alone
 * @param api the packages that the application named, with those below them
 */
record SharedPackages(String type, Set<String> api) {
  // Two copies of SLF4J cannot find each other's providers, and users want one log.
  private static final String LOGGING = "org.slf4j";

  SharedPackages {
    api = Set.copyOf(api);
  }

  boolean contain(String packageName) {
    return packageName.equals(type)
        || isWithin(packageName, LOGGING)
        || api.stream().anyMatch(shared -> isWithin(packageName, shared));
  }

  private static boolean isWithin(String packageName, String shared) {
    return packageName.equals(shared)
        || (packageName.startsWith(shared) && packageName.charAt(shared.length()) == '.');
  }
}
