package dev.versioned.deployment;

import dev.versioned.OutcomeCounter;
import dev.versioned.cache.PinnedFile;
import dev.versioned.model.Version;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One version that is loaded: its object, its file and its users. */
final class Loaded<T> {
  /** Equal to the version that was loaded; the instance that requests are routed to. */
  private Version version;

  private final T value;
  private final @Nullable ClassLoader classLoader;
  private final PinnedFile file;
  private final Duration took;
  private final Users users = new Users();

  /** The last preparation or routing that wanted it, see {@link LoadedVersions}. */
  private long wantedAt;

  Loaded(
      Version version, T value, @Nullable ClassLoader classLoader, PinnedFile file, Duration took) {
    this.version = version;
    this.value = value;
    this.classLoader = classLoader;
    this.file = file;
    this.took = took;
  }

  /** Returns whether a version is this one. The usual case, the same instance, is fast. */
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(Version other) {
    return version == other || isLike(other);
  }

  private boolean isLike(Version other) {
    Version own = version;
    return own.id().equals(other.id()) && own.digest().equals(other.digest());
  }

  /** Takes over the instance that requests are routed to, for a faster comparison. */
  void adopt(Version routedTo) {
    version = routedTo;
  }

  Version version() {
    return version;
  }

  T value() {
    return value;
  }

  @Nullable ClassLoader classLoader() {
    return classLoader;
  }

  PinnedFile file() {
    return file;
  }

  Duration took() {
    return took;
  }

  Users users() {
    return users;
  }

  long wantedAt() {
    return wantedAt;
  }

  void want(long time) {
    wantedAt = time;
  }

  /**
   * Calls a use of the object, with its class loader as the thread's context class loader. The
   * caller has entered.
   */
  <R, X extends Throwable> R call(Use<? super T, ? extends R, X> use) throws X {
    if (classLoader == null) {
      return use.with(value);
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classLoader);
    try {
      return use.with(value);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Calls a use, and counts its outcome if outcomes are counted now. */
  <R, X extends Throwable> R call(Use<? super T, ? extends R, X> use, @Nullable OutcomeCounter to)
      throws X {
    if (to == null || !to.isCounting()) {
      return call(use);
    }
    long begun = System.nanoTime();
    boolean succeeded = false;
    try {
      R answer = call(use);
      succeeded = true;
      return answer;
    } finally {
      long nanos = System.nanoTime() - begun;
      if (succeeded) {
        to.succeeded(version, nanos);
      } else {
        to.failed(version, nanos);
      }
    }
  }

  @Override
  public String toString() {
    return version.toString();
  }
}
