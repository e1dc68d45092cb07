package dev.versioned.deployment;

import dev.versioned.cache.ArtifactCache;
import dev.versioned.cache.PinnedFile;
import dev.versioned.model.Digest;
import dev.versioned.model.Target;
import dev.versioned.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches, loads and warms up versions: each once, several in parallel. */
final class Loading<T> {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.deployment");

  private final ArtifactCache cache;
  private final VersionLoader<T> loader;
  private final List<WarmUp<? super T>> warmUps;
  private final Executor executor;
  private final LoadedVersions<T> loaded;
  private final Map<Key, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

  /** What makes two versions the same to a process. */
  private record Key(Target id, Digest digest) {
    static Key of(Version version) {
      return new Key(version.id(), version.digest());
    }
  }

  Loading(
      ArtifactCache cache,
      VersionLoader<T> loader,
      List<WarmUp<? super T>> warmUps,
      Executor executor,
      LoadedVersions<T> loaded) {
    this.cache = cache;
    this.loader = loader;
    this.warmUps = List.copyOf(warmUps);
    this.executor = executor;
    this.loaded = loaded;
  }

  /** Returns how many versions are being loaded. */
  int count() {
    return underWay.size();
  }

  /**
   * Loads versions in parallel, and returns when all are ready.
   *
   * @throws VersionNotReadyException if one is not ready; the others are kept
   */
  void all(List<Version> versions) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (Version version : versions) {
      all.add(start(version));
    }
    RuntimeException failure = null;
    for (CompletableFuture<Void> one : all) {
      try {
        one.join();
      } catch (CompletionException e) {
        RuntimeException reason =
            e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        if (failure == null) {
          failure = reason;
        } else if (failure != reason) {
          failure.addSuppressed(reason);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private CompletableFuture<Void> start(Version version) {
    Key key = Key.of(version);
    CompletableFuture<Void> own = new CompletableFuture<>();
    CompletableFuture<Void> other = underWay.putIfAbsent(key, own);
    if (other != null) {
      return other;
    }
    try {
      executor.execute(() -> run(version, own));
    } catch (RuntimeException e) {
      underWay.remove(key);
      own.completeExceptionally(new VersionNotReadyException(version, "no thread is free", e));
    }
    return own;
  }

  private void run(Version version, CompletableFuture<Void> result) {
    Throwable failure = null;
    try {
      if (loaded.find(version) == null) {
        loaded.add(load(version));
      }
    } catch (VersionNotReadyException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = new VersionNotReadyException(version, e.toString(), e);
    }
    // Before the result, so that a caller that waited for a failure can start over.
    underWay.remove(Key.of(version));
    if (failure == null) {
      result.complete(null);
    } else {
      result.completeExceptionally(failure);
    }
  }

  private Loaded<T> load(Version version) {
    long started = System.nanoTime();
    PinnedFile file = cache.pin(version);
    try {
      T value = loader.load(file.path(), version);
      if (value == null) {
        throw new VersionNotReadyException(
            version, "its loader returned null", new NullPointerException("value"));
      }
      ClassLoader classLoader = loader.classLoader(value).orElse(null);
      Loaded<T> made =
          new Loaded<>(
              version, value, classLoader, file, Duration.ofNanos(System.nanoTime() - started));
      warmUp(made);
      LOG.debug("{} is loaded", version);
      return made;
    } catch (VersionNotReadyException e) {
      file.close();
      throw e;
    } catch (InterruptedException e) {
      file.close();
      Thread.currentThread().interrupt();
      throw new VersionNotReadyException(version, "the thread was interrupted", e);
    } catch (Exception | LinkageError e) {
      file.close();
      throw new VersionNotReadyException(version, "its loader failed: " + e, e);
    }
  }

  private void warmUp(Loaded<T> made) {
    try {
      for (WarmUp<? super T> warmUp : warmUps) {
        made.<Boolean, Exception>call(
            value -> {
              warmUp.run(value, made.version());
              return true;
            });
      }
    } catch (Exception | Error e) {
      closeQuietly(made);
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new VersionNotReadyException(made.version(), "its warm-up failed: " + e, e);
    }
  }

  /** Closes what was loaded, whatever it throws. */
  void closeQuietly(Loaded<T> loaded) {
    try {
      loaded.<Boolean, Exception>call(
          value -> {
            loader.close(value);
            return true;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("closing {} was interrupted", loaded, e);
    } catch (Exception | Error e) {
      LOG.warn("{} could not be closed", loaded, e);
    } finally {
      loaded.file().close();
    }
  }
}
