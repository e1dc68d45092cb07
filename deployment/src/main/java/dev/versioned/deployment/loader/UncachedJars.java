package dev.versioned.deployment.loader;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/**
 * Opens {@code jar:} URLs without the JVM's cache of open jars, which would keep the jar open after
 * its class loader is closed.
 */
final class UncachedJars extends URLStreamHandler {
  private static final UncachedJars HANDLER = new UncachedJars();

  private UncachedJars() {}

  static URL uncached(URL url) {
    try {
      return new URL(null, url.toExternalForm(), HANDLER);
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException("Cannot copy " + url, impossible);
    }
  }

  @Override
  protected URLConnection openConnection(URL url) throws IOException {
    URLConnection connection = new URL(url.toExternalForm()).openConnection();
    connection.setUseCaches(false);
    return connection;
  }
}
