package dev.versioned.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/** Finds out whether LocalStack can be run here: quickly, and without ever throwing. */
final class DockerProbe {

  /** A daemon that is there answers in milliseconds, and a registry in a second or two. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** What Testcontainers runs beside each container, to remove what a killed JVM leaves. */
  private static final String CLEANER = "testcontainers/ryuk";

  private DockerProbe() {}

  /** Says in one line why LocalStack cannot be run; empty if nothing speaks against it. */
  static Optional<String> reasonUnusable() {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    Thread asking = new Thread(() -> answer.complete(ask()), "versioned-testkit-docker-probe");
    asking.setDaemon(true);
    asking.start();
    try {
      return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return Optional.of("Docker did not answer within " + LIMIT.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the thread that asked for Docker was interrupted");
    } catch (ExecutionException e) {
      return Optional.of(StartFailure.reason(e));
    }
  }

  private static Optional<String> ask() {
    try {
      Optional<DockerDaemon> daemon =
          DockerDaemon.find(System::getenv, Path.of(System.getProperty("user.home", ".")));
      if (daemon.isEmpty()) {
        return Optional.of("no Docker was found, at DOCKER_HOST or in the usual places");
      }
      if (!daemon.get().answers()) {
        return Optional.of("Docker refuses to answer");
      }
      Optional<String> missing = missing(daemon.get(), LocalStackAws.IMAGE);
      boolean cleans = !Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
      return missing.isEmpty() && cleans ? missing(daemon.get(), CLEANER) : missing;
    } catch (IOException e) {
      return Optional.of("Docker does not answer: " + StartFailure.reason(e));
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(StartFailure.reason(e));
    }
  }

  private static Optional<String> missing(DockerDaemon daemon, String image) throws IOException {
    // A company's settings may say that images come from its own registry.
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
