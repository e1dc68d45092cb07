package dev.versioned.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of this process by a signal. It ends the commands that this process runs, with all their
 * children, and lets no thread decide anything more.
 */
final class Termination {
  private static final CountDownLatch BEGUN = new CountDownLatch(1);
  private static final Set<Child> CHILDREN = new HashSet<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Termination::begin, "termination"));
  }

  private Termination() {}

  /**
   * A command that runs.
   *
   * @param process its process
   * @param output the file that it writes to
   */
  record Child(Process process, Path output) implements AutoCloseable {

    /** Ends it if it still runs, and removes its output. */
    @Override
    public void close() throws IOException {
      synchronized (CHILDREN) {
        CHILDREN.remove(this);
      }
      end();
    }

    private void end() throws IOException {
      if (process.isAlive()) {
        Termination.end(process.toHandle());
      }
      Files.deleteIfExists(output);
    }
  }

  /** Starts a command, unless this process is ending. */
  static Child start(ProcessBuilder builder, Path output) throws IOException, InterruptedException {
    synchronized (CHILDREN) {
      if (BEGUN.getCount() > 0) {
        Child child = new Child(builder.redirectOutput(output.toFile()).start(), output);
        CHILDREN.add(child);
        return child;
      }
    }
    throw halted();
  }

  /**
   * Returns if this process is not ending; otherwise it never returns. A signal may reach the
   * commands of this process before itself, as Ctrl-C does: how they ended must not be judged then.
   *
   * @param patience how long to wait for the signal
   */
  static void pass(Duration patience) throws InterruptedException {
    if (BEGUN.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw halted();
    }
  }

  /** Never returns: the process ends when its hooks have. */
  private static InterruptedException halted() throws InterruptedException {
    new CountDownLatch(1).await();
    return new InterruptedException();
  }

  private static void begin() {
    BEGUN.countDown();
    synchronized (CHILDREN) {
      for (Child child : CHILDREN) {
        try {
          child.end();
        } catch (IOException e) {
          // Its output stays in the folder of temporary files.
        }
      }
    }
  }

  /** Parents first: one that is gone starts no more children. */
  private static void end(ProcessHandle process) {
    List<ProcessHandle> children = process.children().toList();
    process.destroyForcibly();
    children.forEach(Termination::end);
  }
}
