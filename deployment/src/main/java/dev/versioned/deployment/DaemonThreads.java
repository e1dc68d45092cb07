package dev.versioned.deployment;

import java.util.concurrent.ThreadFactory;

/** Makes threads that do not keep the process alive, and hold no class loader of a version. */
final class DaemonThreads {
  private DaemonThreads() {}

  static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(null, task, name, 0, false);
      thread.setDaemon(true);
      // A new thread takes over that of the thread that starts it, which may be a version's.
      thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
      return thread;
    };
  }
}
