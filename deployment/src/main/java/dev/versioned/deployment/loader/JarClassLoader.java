package dev.versioned.deployment.loader;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one jar: the JDK's from the platform, those of shared packages from the
 * application, and the rest from the jar first.
 */
final class JarClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final Path file;
  private final ClassLoader application;
  private final SharedPackages shared;
  private volatile boolean closed;

  /**
   * Makes a class loader.
   *
   * @param application where shared packages come from
   * @param parent where all comes from that the jar does not have
   */
  JarClassLoader(
      String name, Path file, ClassLoader application, ClassLoader parent, SharedPackages shared) {
    super(name, new URL[] {url(file)}, parent);
    this.file = file;
    this.application = application;
    this.shared = shared;
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException unusable) {
      throw new IllegalArgumentException(
          "Cannot load classes from " + file + ": it is not a file of this host", unusable);
    }
  }

  Path file() {
    return file;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = find(name);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private Class<?> find(String name) throws ClassNotFoundException {
    String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    if (JdkPackages.contain(packageName)) {
      return firstOf(name, JdkPackages.loader());
    }
    if (shared.contain(packageName)) {
      return firstOf(name, application);
    }
    try {
      return findClass(name);
    } catch (ClassNotFoundException missing) {
      return getParent().loadClass(name);
    }
  }

  private Class<?> firstOf(String name, ClassLoader other) throws ClassNotFoundException {
    try {
      return other.loadClass(name);
    } catch (ClassNotFoundException missing) {
      return findClass(name);
    }
  }

  @Override
  public @Nullable URL findResource(String name) {
    URL found = super.findResource(name);
    return found == null ? null : UncachedJars.uncached(found);
  }

  @Override
  public Enumeration<URL> findResources(String name) throws IOException {
    List<URL> found = new ArrayList<>();
    for (URL url : Collections.list(super.findResources(name))) {
      found.add(UncachedJars.uncached(url));
    }
    return Collections.enumeration(found);
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? getParent().getResource(name) : own;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> found = Collections.list(findResources(name));
    found.addAll(Collections.list(getParent().getResources(name)));
    return Collections.enumeration(found);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    // URLClassLoader closes, with itself, each jar it read a resource from: of ours only.
    return findResource(name) == null
        ? getParent().getResourceAsStream(name)
        : super.getResourceAsStream(name);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    super.close();
  }
}
