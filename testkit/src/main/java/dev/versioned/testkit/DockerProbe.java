package dev.versioned.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/** Determines whether LocalStack can run here, quickly and without ever throwing. */
final class DockerProbe {

  /** A running daemon answers in milliseconds, a registry in a second or two. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /**
   * The image that Testcontainers runs next to each container, to remove what a killed JVM leaves.
   */
  private static final String CLEANER = "testcontainers/ryuk";

  private DockerProbe() {}

  /** Returns why LocalStack cannot run, in one line; empty if no obstacle was found. */
  static Optional<String> reasonUnusable() {
    return inTime(
        DockerProbe::ask,
        Optional.of("Docker did not answer within " + LIMIT.toSeconds() + " s"),
        e -> Optional.of(StartFailure.reason(e)));
  }

  /**
   * Returns the image that is neither on this machine nor can be pulled. Empty if none is missing,
   * and also if Docker cannot be called here: Testcontainers has other ways to reach it.
   */
  static Optional<String> missingImage() {
    return inTime(
        () -> {
          Optional<DockerDaemon> daemon = daemon();
          return daemon.isPresent() && daemon.get().answers()
              ? missingImage(daemon.get())
              : Optional.empty();
        },
        Optional.empty(),
        e -> Optional.empty());
  }

  private static Optional<String> inTime(
      Callable<Optional<String>> question,
      Optional<String> late,
      Function<Throwable, Optional<String>> failed) {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    Thread asking =
        new Thread(() -> complete(answer, question, failed), "versioned-testkit-docker-probe");
    asking.setDaemon(true);
    asking.start();
    try {
      return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return late;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the thread that asked for Docker was interrupted");
    } catch (ExecutionException e) {
      return failed.apply(e);
    }
  }

  private static void complete(
      CompletableFuture<Optional<String>> answer,
      Callable<Optional<String>> question,
      Function<Throwable, Optional<String>> failed) {
    try {
      answer.complete(question.call());
    } catch (Exception | LinkageError e) {
      answer.complete(failed.apply(e));
    }
  }

  private static Optional<DockerDaemon> daemon() {
    return DockerDaemon.find(System::getenv, Path.of(System.getProperty("user.home", ".")));
  }

  private static Optional<String> ask() {
    try {
      Optional<DockerDaemon> daemon = daemon();
      if (daemon.isEmpty()) {
        return Optional.of("no Docker was found, at DOCKER_HOST or in the usual places");
      }
      return daemon.get().answers()
          ? missingImage(daemon.get())
          : Optional.of("Docker refuses to answer");
    } catch (IOException e) {
      return Optional.of("Docker does not answer: " + StartFailure.reason(e));
    }
  }

  static Optional<String> missingImage(DockerDaemon daemon) throws IOException {
    Optional<String> missing = missing(daemon, LocalStackAws.IMAGE);
    boolean cleans = !Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
    return missing.isEmpty() && cleans ? missing(daemon, CLEANER) : missing;
  }

  private static Optional<String> missing(DockerDaemon daemon, String image) throws IOException {
    // A company's settings may redirect images to its own registry.
    DockerImageName name = ImageNameSubstitutor.instance().apply(DockerImageName.parse(image));
    boolean usable =
        image.equals(CLEANER)
            ? daemon.hasAnyOf(name.getUnversionedPart())
                || daemon.canPull(name.getUnversionedPart() + ":latest")
            : daemon.hasAnyOf(name.asCanonicalNameString())
                || daemon.canPull(name.asCanonicalNameString());
    return usable
        ? Optional.empty()
        : Optional.of(name + " is not on this machine, and Docker cannot pull it");
  }
}
