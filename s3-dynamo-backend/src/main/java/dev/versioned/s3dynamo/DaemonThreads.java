package dev.versioned.s3dynamo;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates executors whose threads do not keep a program from ending. */
final class DaemonThreads {
  private DaemonThreads() {}

  /** Creates an executor with as many threads as there are concurrent tasks. */
  static ExecutorService asMany(String name) {
    return Executors.newCachedThreadPool(named(name));
  }

  /** Creates an executor with at most this many threads; further tasks wait. */
  static ExecutorService atMost(int threads, String name) {
    return Executors.newFixedThreadPool(threads, named(name));
  }

  private static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
