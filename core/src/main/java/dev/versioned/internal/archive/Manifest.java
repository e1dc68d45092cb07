package dev.versioned.internal.archive;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The file that makes a folder an export: the artifacts, each with the digest of its items. It is
 * written last, and replaced as a whole, so that the folder always holds a complete export or none.
 */
final class Manifest {
  private static final String FIRST_LINE = "versioned export ";
  private static final int FORMAT = 1;
  private static final String LAST_LINE = "end ";
  private static final int MOST_LINE_BYTES = 1024;

  private Manifest() {}

  private static Path file(ExportFolder folder) {
    return folder.root().resolve("_manifest");
  }

  /** Reads the manifest; empty if there is none. */
  static Optional<SortedMap<ArtifactName, Digest>> find(ExportFolder folder) throws IOException {
    if (Files.notExists(file(folder), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    SortedMap<ArtifactName, Digest> artifacts = new TreeMap<>();
    try (Lines lines = folder.open(file(folder), MOST_LINE_BYTES)) {
      String first = lines.hasNext() ? lines.next() : "";
      if (!first.equals(FIRST_LINE + FORMAT)) {
        throw refused(
            folder,
            first.startsWith(FIRST_LINE)
                ? "is of format "
                    + first.substring(FIRST_LINE.length())
                    + ", and this version of the library knows "
                    + FORMAT
                : "was not written by this library");
      }
      while (lines.hasNext()) {
        String line = lines.next();
        if (line.equals(LAST_LINE + artifacts.size())) {
          return Optional.of(artifacts);
        }
        String[] words = line.split(" ", -1);
        if (words.length != 2) {
          throw new IllegalArgumentException("line " + lines.number() + " is not of two words");
        }
        artifacts.put(ArtifactName.parse(words[0]), new Digest(words[1]));
      }
    } catch (IllegalArgumentException e) {
      throw refused(folder, "was not written by this library: " + e.getMessage());
    }
    throw refused(folder, "is not complete");
  }

  private static UnreadableContentException refused(ExportFolder folder, String why) {
    return folder.refused(file(folder), why);
  }

  /** Replaces the manifest. */
  static void write(ExportFolder folder, Map<ArtifactName, Digest> artifacts) throws IOException {
    try (ExportFolder.Draft draft = new ExportFolder.Draft(folder.root())) {
      draft.write(FIRST_LINE + FORMAT);
      new TreeMap<>(artifacts).forEach((name, digest) -> draft.write(name + " " + digest.hex()));
      draft.write(LAST_LINE + artifacts.size());
      Digest unused = draft.end();
      draft.rename(file(folder));
    }
  }
}
