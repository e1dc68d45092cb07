package dev.versioned.deployment.loader;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;

/** Shows ServiceLoader the services of a jar, without those of the application. */
final class OwnServices extends ClassLoader {
  private final JarClassLoader jar;

  OwnServices(JarClassLoader jar) {
    super(null);
    this.jar = jar;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return jar.loadClass(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return jar.findResources(name);
  }
}
