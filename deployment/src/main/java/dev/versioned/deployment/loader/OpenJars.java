package dev.versioned.deployment.loader;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The class loaders of jars that exist in this process, each with a name of its own. */
public final class OpenJars {
  private static final Map<JarClassLoader, Boolean> EXISTING = new WeakHashMap<>();

  private OpenJars() {}

  /**
   * Makes a class loader named {@code checkout:7}, or {@code checkout:7#2} if one of that name
   * exists: a stack trace names the loader by its name only.
   */
  static JarClassLoader named(String name, Function<String, JarClassLoader> maker) {
    synchronized (EXISTING) {
      Set<String> used =
          EXISTING.keySet().stream().map(ClassLoader::getName).collect(Collectors.toSet());
      String unused = name;
      for (int number = 2; used.contains(unused); number++) {
        unused = name + "#" + number;
      }
      JarClassLoader made = maker.apply(unused);
      EXISTING.put(made, true);
      return made;
    }
  }

  /**
   * Returns whether a class loader is one of a {@link JarLoader}, whose name no other has.
   *
   * @param loader a class loader
   * @return whether it is that of a jar
   */
  public static boolean isOfAJar(ClassLoader loader) {
    return loader instanceof JarClassLoader;
  }

  /**
   * Returns whether a class loader that is not closed reads a file.
   *
   * @param file a real path
   * @return whether it is in use
   */
  public static boolean reads(Path file) {
    synchronized (EXISTING) {
      return EXISTING.keySet().stream()
          .anyMatch(loader -> !loader.isClosed() && loader.file().equals(file));
    }
  }
}
