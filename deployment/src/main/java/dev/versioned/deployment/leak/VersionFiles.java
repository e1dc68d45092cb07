package dev.versioned.deployment.leak;

import dev.versioned.deployment.loader.JarLoader;
import dev.versioned.deployment.loader.OpenJars;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jars of a class loader, and whether this process still has one open. */
record VersionFiles(List<Path> jars) {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.leaks");
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  VersionFiles {
    jars = List.copyOf(jars);
  }

  static VersionFiles of(ClassLoader loader) {
    List<Path> jars = new ArrayList<>();
    if (loader instanceof URLClassLoader urls) {
      for (URL url : urls.getURLs()) {
        try {
          jars.add(Path.of(url.toURI()).toRealPath());
        } catch (URISyntaxException
            | IllegalArgumentException
            | FileSystemNotFoundException
            | IOException notOnDisk) {
          LOG.debug("{} of {} is not a file of this host", url, loader.getName(), notOnDisk);
        }
      }
    }
    return new VersionFiles(jars);
  }

  /**
   * Returns the jars that are open although no class loader of a {@link JarLoader} reads them. Only
   * Linux lists open files; elsewhere none.
   */
  Set<String> open() {
    Set<String> open = new HashSet<>();
    if (jars.isEmpty() || !Files.isDirectory(OPEN_FILES)) {
      return open;
    }
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(OPEN_FILES)) {
      for (Path descriptor : descriptors) {
        target(descriptor, open);
      }
    } catch (IOException unreadable) {
      LOG.debug("Cannot list open files", unreadable);
    }
    open.removeIf(file -> OpenJars.reads(Path.of(file)));
    return open;
  }

  private void target(Path descriptor, Set<String> open) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      for (Path jar : jars) {
        if (target.equals(jar.toString()) || target.equals(jar + " (deleted)")) {
          open.add(jar.toString());
        }
      }
    } catch (IOException closedMeanwhile) {
      LOG.trace("{} is closed", descriptor, closedMeanwhile);
    }
  }
}
