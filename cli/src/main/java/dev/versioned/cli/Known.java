package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.VersionState;
import java.util.Spliterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Distinguishes an artifact without entries from one that does not exist, such as a mistyped one.
 */
final class Known {
  private Known() {}

  /** Returns whether an artifact has, or had, any entries: it may have been deleted since. */
  static boolean is(Artifact artifact, ArtifactRepository repo) {
    // Its own list first: it is short, where that of all artifacts may be long.
    for (VersionState state : VersionState.values()) {
      if (artifact.versions(state).findFirst().isPresent()) {
        return true;
      }
    }
    return repo.artifacts().anyMatch(artifact.name()::equals);
  }

  static void check(String verb, ArtifactName name, ArtifactRepository repo) {
    if (!is(repo.artifact(name), repo)) {
      throw new NotFoundException(
          "Cannot " + verb + " of " + name + ": there is no such artifact",
          NotFoundException.Subject.ARTIFACT);
    }
  }

  /**
   * Returns the same stream. The action for an empty stream runs before anything is printed; a list
   * may be long, and is printed while it is read.
   */
  static <T> Stream<T> orElse(Stream<T> items, Runnable ifEmpty) {
    Spliterator<T> rest = items.spliterator();
    Stream.Builder<T> first = Stream.builder();
    if (!rest.tryAdvance(first)) {
      ifEmpty.run();
    }
    return Stream.concat(first.build(), StreamSupport.stream(rest, false));
  }
}
