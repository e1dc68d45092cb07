package dev.versioned.deployment.loader;

import dev.versioned.model.Version;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The implementations of an interface that a jar names. */
record Implementations<T>(Class<T> type, Version version, JarClassLoader loader) {

  T only() throws LoadException {
    try {
      List<ServiceLoader.Provider<T>> own =
          ServiceLoader.load(type, new OwnServices(loader)).stream()
              .filter(provider -> provider.type().getClassLoader() == loader)
              .toList();
      if (own.size() == 1) {
        return own.get(0).get();
      }
      throw new LoadException(cannot() + reason(own), null);
    } catch (UnsupportedClassVersionError newer) {
      throw new LoadException(
          cannot()
              + newer.getMessage()
              + "; compile it with --release "
              + Runtime.version().feature(),
          newer);
    } catch (ServiceConfigurationError | LinkageError unusable) {
      throw new LoadException(cannot() + reason(unusable), unusable);
    }
  }

  private String cannot() {
    return "Cannot load " + version + " from " + loader.file() + ": ";
  }

  private String reason(List<ServiceLoader.Provider<T>> several) {
    String services = "META-INF/services/" + type.getName();
    return several.isEmpty()
        ? "its "
            + services
            + " names no class of the jar; add the file with the name of the implementation"
        : "its "
            + services
            + " names several classes, "
            + several.stream()
                .map(provider -> provider.type().getName())
                .collect(Collectors.joining(", "))
            + "; leave one";
  }

  private static String reason(Error unusable) {
    Throwable cause = unusable.getCause();
    return unusable + (cause == null ? "" : ", caused by " + cause);
  }
}
