package dev.versioned.deployment;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;

/** Refers weakly to a class loader. A heap dump shows the reference, found by its number. */
final class WatchedLoader extends WeakReference<ClassLoader> {
  private static final AtomicLong LAST = new AtomicLong();

  private final long number = LAST.incrementAndGet();

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
