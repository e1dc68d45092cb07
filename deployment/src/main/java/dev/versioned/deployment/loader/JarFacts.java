package dev.versioned.deployment.loader;

import dev.versioned.model.Version;
import java.io.IOException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

/** Checks that a file is a jar, and the only file that its classes come from. */
final class JarFacts {
  private JarFacts() {}

  static void check(Path file, Version version) throws IOException, LoadException {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      String others =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      for (String other : others == null ? new String[0] : others.trim().split("\\s+")) {
        if (!other.isEmpty() && exists(file, other)) {
          throw new LoadException(
              "Cannot load "
                  + version
                  + " from "
                  + file
                  + ": Class-Path of its manifest names "
                  + other
                  + ", which exists and is not part of the version; pack its classes into the jar",
              null);
        }
      }
    } catch (ZipException unreadable) {
      throw new LoadException(
          "Cannot load "
              + version
              + " from "
              + file
              + ": it is not a jar: "
              + unreadable.getMessage()
              + "; publish a jar, or use another loader",
          unreadable);
    }
  }

  private static boolean exists(Path file, String other) {
    try {
      return Files.exists(Path.of(file.toUri().resolve(other)));
    } catch (IllegalArgumentException | FileSystemNotFoundException notOfThisHost) {
      return false;
    }
  }
}
