package dev.versioned.deployment.leak;

import java.lang.ref.WeakReference;
import java.util.concurrent.ThreadLocalRandom;

/** Refers weakly to a class loader. A heap dump shows the reference, found by its number. */
final class WatchedLoader extends WeakReference<ClassLoader> {
  // Random, since another copy of this library in the process has references of its own.
  private final long number = ThreadLocalRandom.current().nextLong();

  WatchedLoader(ClassLoader loader) {
    super(loader);
  }

  long number() {
    return number;
  }

  boolean isCollected() {
    return refersTo(null);
  }
}
