package dev.versioned.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Clean-up steps, run newest first. All steps run, even after a failure; closing again does
 * nothing. Thread-safe.
 */
final class Cleanup implements AutoCloseable {

  private final Deque<AutoCloseable> steps = new ArrayDeque<>();

  /** Adds a step that runs before all earlier ones, and returns it. */
  synchronized <T extends AutoCloseable> T add(T step) {
    steps.push(step);
    return step;
  }

  /** Creates a temporary folder that is removed with its contents. */
  Path addTemporaryFolder(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(prefix);
    add(() -> deleteTree(folder));
    return folder;
  }

  @Override
  public synchronized void close() {
    IllegalStateException failure = new IllegalStateException("Cannot clean up a local AWS stack");
    while (!steps.isEmpty()) {
      try {
        steps.pop().close();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        failure.addSuppressed(e);
      }
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
