package dev.versioned.internal.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes directories of many kinds of files, and describes what is in one. */
public final class Folders {
  private Folders() {}

  /** Makes a directory with all that an archive keeps. */
  public static Path sample(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("a-b"), "sorts before a/");
    Files.createDirectories(folder.resolve("a"));
    Files.writeString(folder.resolve("a/b"), "x".repeat(512));
    Files.writeString(folder.resolve("a/c"), "");
    Files.writeString(folder.resolve(".hidden"), "hidden");
    Files.writeString(folder.resolve("\u00e9"), "composed");
    Files.writeString(folder.resolve("e\u0301"), "decomposed");
    Files.writeString(folder.resolve("\ud83d\ude80\uff5e"), "rocket");
    Files.writeString(folder.resolve("n".repeat(200)), "long name");
    Path run = Files.writeString(folder.resolve("bin/run"), "#!/bin/sh\n");
    if (!run.toFile().setExecutable(true)) {
      throw new IOException("no permissions here");
    }
    Files.createSymbolicLink(folder.resolve("link"), Path.of("a/b"));
    Files.createSymbolicLink(folder.resolve("bin/up"), Path.of("../a"));
    Files.createSymbolicLink(folder.resolve("dangling"), Path.of("no/such"));
    return folder;
  }

  /** Describes all entries of a directory: by name, kind, permission to run, and text. */
  public static SortedMap<String, String> list(Path folder) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        found.put(folder.relativize(path).toString(), describe(path));
      }
    }
    return found;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "to " + Files.readSymbolicLink(path);
    } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return "folder";
    }
    return (Files.isExecutable(path) ? "runs " : "") + Files.readString(path);
  }
}
