package dev.versioned.ticker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when a time is over, so that a task ends, and reports, before
 * Lambda ends the process. Each task may be interrupted anywhere: the next run continues.
 */
final class Interruption {
  private final Thread worker = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);

  private Interruption() {}

  static Interruption after(Duration limit) {
    Interruption interruption = new Interruption();
    Thread timer =
        new Thread(() -> interruption.waitFor(limit.toMillis()), "versioned-ticker-limit");
    timer.setDaemon(true);
    timer.start();
    return interruption;
  }

  private void waitFor(long millis) {
    try {
      if (!ended.await(millis, TimeUnit.MILLISECONDS)) {
        interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void interrupt() {
    if (ended.getCount() > 0) {
      worker.interrupt();
    }
  }

  /** From here on, the thread is not interrupted any more, nor does it seem to be. */
  synchronized void end() {
    ended.countDown();
    Thread.interrupted();
  }
}
