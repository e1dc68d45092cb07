package dev.versioned.deployment.loader;

/** Makes a class loader the thread's context class loader during a call. */
final class ContextLoader {
  private ContextLoader() {}

  @FunctionalInterface
  interface Action<R, X extends Exception> {
    R call() throws X;
  }

  static <R, X extends Exception> R call(ClassLoader loader, Action<R, X> action) throws X {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return action.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
