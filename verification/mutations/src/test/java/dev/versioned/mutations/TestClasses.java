package dev.versioned.mutations;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The test classes of the tested modules. They are named without their package, which is found by
 * their sources.
 */
final class TestClasses {
  private static final List<Path> MODULES =
      Stream.of(
              "core",
              "s3-dynamo-backend",
              "testkit",
              "deployment",
              "verification/integration-tests",
              "verification/simulation")
          .map(Rules.PROJECT::resolve)
          .toList();

  /** The folders of the compiled classes. */
  static final List<Path> FOLDERS =
      MODULES.stream().map(module -> module.resolve("target/test-classes")).toList();

  private TestClasses() {}

  /**
   * Adds the package to the name of a test.
   *
   * @param test {@code Class#method}
   * @throws IllegalStateException if there is no such class, or several
   */
  static String fullName(String test) throws IOException {
    int end = test.indexOf('#');
    String file = test.substring(0, end) + ".java";
    List<String> found = new ArrayList<>();
    for (Path module : MODULES) {
      Path sources = module.resolve("src/test/java");
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(path -> path.getFileName().toString().equals(file))
            .map(path -> sources.relativize(path.getParent()).toString())
            .forEach(folder -> found.add(folder.replace(File.separatorChar, '.')));
      }
    }
    if (found.size() != 1) {
      throw new IllegalStateException("Test class " + file + " is in the packages " + found);
    }
    return found.get(0) + "." + test;
  }

  /** Returns the tests that do not exist. */
  static Set<String> missing(List<String> tests) throws IOException {
    Set<String> missing = new LinkedHashSet<>();
    List<URL> folders = new ArrayList<>();
    for (Path folder : FOLDERS) {
      folders.add(folder.toUri().toURL());
    }
    try (URLClassLoader loader =
        new URLClassLoader(folders.toArray(URL[]::new), TestClasses.class.getClassLoader())) {
      for (String test : tests) {
        String name = fullName(test);
        int end = name.indexOf('#');
        Class<?> type = Class.forName(name.substring(0, end), false, loader);
        if (!has(type, name.substring(end + 1))) {
          missing.add(test);
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    return missing;
  }

  /** Includes inherited methods and nested classes. */
  private static boolean has(Class<?> type, String method) {
    return Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> m.getName().equals(method))
        || Stream.of(
                Stream.ofNullable(type.getSuperclass()),
                Arrays.stream(type.getInterfaces()),
                Arrays.stream(type.getDeclaredClasses()))
            .flatMap(types -> types)
            .anyMatch(other -> has(other, method));
  }
}
